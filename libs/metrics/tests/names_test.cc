#include "motcua/metrics/names.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::metrics {
namespace {

TEST(NamesTest, OurNames) {
  EXPECT_TRUE(CheckName(Kind::kCounter, "motcua_outbox_published_total").ok());
  EXPECT_TRUE(CheckName(Kind::kCounter, "motcua_process_cpu_seconds_total").ok());
  EXPECT_TRUE(CheckName(Kind::kGauge, "motcua_outbox_pending_events").ok());
  EXPECT_TRUE(CheckName(Kind::kGauge, "motcua_build_info").ok());
  EXPECT_TRUE(CheckName(Kind::kHistogram, "motcua_db_query_seconds").ok());
  EXPECT_TRUE(CheckName(Kind::kHistogram, "motcua_outbox_batch_events").ok());
  EXPECT_TRUE(CheckName(Kind::kCounter, "grpc_server_handled_total").ok());
  EXPECT_TRUE(CheckName(Kind::kHistogram, "http_server_request_duration_seconds").ok());
}

TEST(NamesTest, NamesThatBreakARule) {
  const struct {
    Kind kind;
    const char* name;
    const char* reason;
  } cases[] = {
      {Kind::kCounter, "outbox_published_total", "METRIC_PREFIX"},
      {Kind::kCounter, "grpc_server_other_total", "METRIC_PREFIX"},
      {Kind::kGauge, "motcua_Pool", "METRIC_FORM"},
      {Kind::kGauge, "motcua__pool", "METRIC_FORM"},
      {Kind::kGauge, "motcua_pool_", "METRIC_FORM"},
      {Kind::kGauge, "", "METRIC_FORM"},
      {Kind::kCounter, "motcua_outbox_published", "METRIC_TOTAL"},
      {Kind::kGauge, "motcua_outbox_total", "METRIC_TOTAL"},
      {Kind::kHistogram, "motcua_outbox_total", "METRIC_TOTAL"},
      {Kind::kHistogram, "motcua_db_query", "METRIC_UNIT"},
      {Kind::kHistogram, "motcua_db_query_ms", "METRIC_UNIT"},
      {Kind::kGauge, "motcua_cache_size_mb", "METRIC_UNIT"},
      {Kind::kCounter, "motcua_wait_ms_total", "METRIC_UNIT"},
      {Kind::kGauge, "motcua_outbox_count", "METRIC_UNIT"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Reason(CheckName(c.kind, c.name)), c.reason) << c.name;
  }
}

TEST(NamesTest, LabelsIdentifyNobody) {
  EXPECT_TRUE(CheckLabels({"topic", "outcome"}).ok());
  EXPECT_TRUE(CheckLabels({}).ok());
  for (const char* key : {"id", "dossier_id", "phone", "Topic", "", "le"}) {
    EXPECT_EQ(Reason(CheckLabels({key})), "METRIC_LABEL") << key;
  }
  EXPECT_EQ(Reason(CheckLabels({"a", "a"})), "METRIC_LABEL");
  EXPECT_EQ(Reason(CheckLabels({"a", "b", "c", "d", "e", "f", "g"})), "METRIC_LABEL");
}

}  // namespace
}  // namespace motcua::metrics
