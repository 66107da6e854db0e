#include "motcua/metrics/registry.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/metrics/process_metrics.h"

namespace motcua::metrics {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(RegistryTest, SeriesAreRenderedWithTheirLabels) {
  Registry registry;
  const Family<Counter> sent =
      registry.AddCounter("motcua_sms_sent_total", "SMS.", {"gateway", "result"});
  sent.With({"a", "ok"}).Increment();
  sent.With({"a", "ok"}).Increment(2);
  sent.With({"b", "failed"}).Increment();
  registry.AddGauge("motcua_pool_connections", "In use.").With().Set(7);
  registry.AddSeconds("motcua_db_query_seconds", "Time.").With().Observe(0.1);
  const std::string text = registry.Render();
  EXPECT_THAT(text, HasSubstr("# TYPE motcua_sms_sent_total counter\n"));
  EXPECT_THAT(text, HasSubstr("motcua_sms_sent_total{gateway=\"a\",result=\"ok\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("motcua_sms_sent_total{gateway=\"b\",result=\"failed\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("motcua_pool_connections 7\n"));
  // An objective is a bucket edge: 100 ms counts as "within 100 ms".
  EXPECT_THAT(text, HasSubstr("motcua_db_query_seconds_bucket{le=\"0.1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("motcua_db_query_seconds_bucket{le=\"0.05\"} 0\n"));
}

TEST(RegistryTest, ObjectivesAreBucketEdges) {
  for (const double objective : {0.1, 0.5, 5.0, 60.0}) {
    EXPECT_THAT(SecondsBuckets(), testing::Contains(objective));
  }
}

TEST(RegistryTest, AddingTheSameMetricAgainGivesTheSameSeries) {
  Registry registry;
  Counter& first = registry.AddCounter("motcua_x_total", "X.", {"a"}).With({"1"});
  Counter& second = registry.AddCounter("motcua_x_total", "X.", {"a"}).With({"1"});
  EXPECT_EQ(&first, &second);
}

TEST(RegistryTest, TooManyValuesShareOneSeries) {
  Registry registry;
  const Family<Counter> family = registry.AddCounter("motcua_x_total", "X.", {"agency"});
  for (std::size_t i = 0; i < kMaxSeriesPerFamily; ++i) {
    family.With({std::to_string(i)}).Increment();
  }
  family.With({"one more"}).Increment();
  family.With({"and another"}).Increment();
  family.With({"7"}).Increment();
  const std::string text = registry.Render();
  EXPECT_THAT(text, HasSubstr("motcua_x_total{agency=\"other\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("motcua_x_total{agency=\"7\"} 2\n"));
  EXPECT_THAT(text, Not(HasSubstr("one more")));
}

TEST(RegistryTest, CallbacksAreAskedAtEachScrapeUntilTheirHandleDies) {
  Registry registry;
  double depth = 1;
  {
    const CallbackHandle a = registry.AddCallback(Kind::kGauge, "motcua_queue_tasks", "Waiting.",
                                                  {"of"}, {"rpc"}, [&] { return depth; });
    const CallbackHandle b = registry.AddCallback(Kind::kGauge, "motcua_queue_tasks", "Waiting.",
                                                  {"of"}, {"fill"}, [] { return 5; });
    EXPECT_THAT(registry.Render(), HasSubstr("motcua_queue_tasks{of=\"rpc\"} 1\n"));
    depth = 2;
    EXPECT_THAT(registry.Render(), HasSubstr("motcua_queue_tasks{of=\"rpc\"} 2\n"));
    EXPECT_THAT(registry.Render(), HasSubstr("motcua_queue_tasks{of=\"fill\"} 5\n"));
  }
  EXPECT_THAT(registry.Render(), Not(HasSubstr("motcua_queue_tasks")));
}

TEST(RegistryTest, AHandleCanBeMoved) {
  Registry registry;
  CallbackHandle kept;
  {
    CallbackHandle made =
        registry.AddCallback(Kind::kGauge, "motcua_a", "A.", {}, {}, [] { return 1; });
    kept = std::move(made);
  }
  EXPECT_THAT(registry.Render(), HasSubstr("motcua_a 1\n"));
  kept = registry.AddCallback(Kind::kGauge, "motcua_b", "B.", {}, {}, [] { return 1; });
  EXPECT_THAT(registry.Render(), Not(HasSubstr("motcua_a 1\n")));
  EXPECT_THAT(registry.Render(), HasSubstr("motcua_b 1\n"));
}

TEST(RegistryTest, DescribeListsMetricsWithoutSeriesToo) {
  Registry registry;
  registry.AddCounter("motcua_x_total", "X.", {"a", "b"});
  registry.AddSeconds("motcua_a_seconds", "A.");
  EXPECT_THAT(registry.Describe(),
              ElementsAre("motcua_a_seconds histogram", "motcua_x_total counter a,b"));
}

TEST(RegistryTest, AProcessTellsOfItself) {
  Registry registry;
  const std::vector<CallbackHandle> handles = AddProcessMetrics(registry, "intake", "1.2");
  const std::string text = registry.Render();
  EXPECT_THAT(text, HasSubstr("motcua_build_info{service=\"intake\",version=\"1.2\"} 1\n"));
  const auto value = [&](const std::string& name) {
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1.0 : std::stod(text.substr(at + name.size() + 2));
  };
  EXPECT_GT(value("motcua_process_resident_memory_bytes"), 1e6);
  EXPECT_GT(value("motcua_process_cpu_seconds_total"), 0);
  EXPECT_GE(value("motcua_process_open_fds"), 3);
  EXPECT_GE(value("motcua_process_max_fds"), value("motcua_process_open_fds"));
  EXPECT_GT(value("motcua_process_start_time_seconds"), 1.7e9);
}

TEST(RegistryDeathTest, ABadDeclarationIsABug) {
  Registry registry;
  const Family<Counter> family = registry.AddCounter("motcua_x_total", "X.", {"a"});
  EXPECT_DEATH(registry.AddCounter("x_total", "X."), "x_total");
  EXPECT_DEATH(registry.AddCounter("motcua_x_total", "X.", {"b"}), "motcua_x_total");
  EXPECT_DEATH(registry.AddCounter("motcua_y_total", "Y.", {"phone"}), "motcua_y_total");
  EXPECT_DEATH(registry.AddSeconds("motcua_y_bytes", "Y."), "motcua_y_bytes");
  EXPECT_DEATH(registry.AddHistogram("motcua_y_bytes", "Y.", {}, {2, 1}), "motcua_y_bytes");
  EXPECT_DEATH(family.With({}), "motcua_x_total");
}

}  // namespace
}  // namespace motcua::metrics
