#include "motcua/trace/span.h"

#include <optional>
#include <type_traits>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/log/capture.h"

namespace motcua::trace {
namespace {

static_assert(!std::is_copy_constructible_v<Span>);

class SpanTest : public testing::Test {
 protected:
  const std::shared_ptr<MemoryExporter> exporter_ = std::make_shared<MemoryExporter>();
  const std::shared_ptr<SettableClock> clock_ =
      std::make_shared<SettableClock>(Instant(std::chrono::microseconds(1'234'567)));
  const Tracer tracer_{exporter_, 1.0, clock_};
};

TEST_F(SpanTest, AChildPointsToItsParentAndEndsFirst) {
  std::string parent_span;
  {
    const Span parent = tracer_.StartSpan("intake.FileDossier", SpanKind::kServer);
    parent_span = parent.context().span_id();
    const Span child = tracer_.StartSpan("db file_dossier", SpanKind::kClient, parent.context());
    EXPECT_TRUE(exporter_->spans().empty());
  }
  const std::vector<SpanData> spans = exporter_->spans();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].name, "db file_dossier");
  EXPECT_EQ(spans[0].parent_span_id, parent_span);
  EXPECT_EQ(spans[0].trace_id, spans[1].trace_id);
  EXPECT_EQ(spans[1].name, "intake.FileDossier");
  EXPECT_EQ(spans[1].parent_span_id, "");
  EXPECT_EQ(spans[1].kind, SpanKind::kServer);
  EXPECT_EQ(spans[1].start, clock_->Now());
  EXPECT_GE(spans[1].duration, spans[0].duration);
}

TEST_F(SpanTest, WhatIsSetIsExportedOnce) {
  const TraceContext cause = TraceContext::NewRoot();
  Span span = tracer_.StartSpan("kafka consume", SpanKind::kConsumer);
  span.SetAttribute("messages", std::int64_t{3});
  span.AddLink(cause);
  span.SetStatus(Error(absl::StatusCode::kAborted, "WRONG_REVISION", "someone was faster"));
  span.End();
  span.End();
  span.SetAttribute("late", true);
  const std::vector<SpanData> spans = exporter_->spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].code, "ABORTED");
  EXPECT_EQ(spans[0].reason, "WRONG_REVISION");
  ASSERT_EQ(spans[0].links.size(), 1U);
  EXPECT_EQ(spans[0].links[0], cause);
  ASSERT_EQ(spans[0].attributes.size(), 1U);
  EXPECT_EQ(std::get<std::int64_t>(spans[0].attributes[0].second), 3);
}

TEST_F(SpanTest, AMovedSpanEndsOnce) {
  {
    std::optional<Span> outer;
    {
      Span inner = tracer_.StartSpan("a");
      outer.emplace(std::move(inner));
    }
    EXPECT_TRUE(exporter_->spans().empty());
    *outer = tracer_.StartSpan("b");  // ends "a"
    ASSERT_EQ(exporter_->spans().size(), 1U);
    EXPECT_EQ(exporter_->spans()[0].name, "a");
  }
  EXPECT_EQ(exporter_->spans().size(), 2U);
}

TEST_F(SpanTest, AnUnsampledTraceIsCarriedButNotExported) {
  const Tracer none(exporter_, 0.0);
  TraceContext context = TraceContext::NewRoot();
  {
    const Span span = none.StartSpan("a");
    context = span.context();
    EXPECT_FALSE(context.sampled());
    // The decision holds for the whole trace, regardless of the next program's ratio.
    const Span child = tracer_.StartSpan("b", SpanKind::kServer, context);
    EXPECT_EQ(child.context().trace_id(), context.trace_id());
  }
  EXPECT_TRUE(exporter_->spans().empty());
  { const Span sampled = none.StartSpan("c", SpanKind::kServer, TraceContext::NewRoot(true)); }
  EXPECT_EQ(exporter_->spans().size(), 1U);
}

TEST_F(SpanTest, TheRatioIsKept) {
  const Tracer quarter(exporter_, 0.25);
  for (int i = 0; i < 4000; ++i) {
    const Span span = quarter.StartSpan("a");
  }
  // Binomial, standard deviation 27: these bounds are ten of them away.
  EXPECT_GT(exporter_->spans().size(), 730U);
  EXPECT_LT(exporter_->spans().size(), 1270U);
}

TEST(LogExporterTest, ASpanIsOneLogLine) {
  const log::Capture captured({.service = "intake", .version = "1"});
  const TraceContext cause = TraceContext::NewRoot();
  const Tracer tracer(std::make_shared<LogExporter>(captured.logger()));
  for (int i = 0; i < 50; ++i) {
    Span span = tracer.StartSpan("db file_dossier", SpanKind::kClient, cause);
    span.SetAttribute("rows", std::int64_t{1});
    span.SetAttribute("statement", std::string("file_dossier"));
    span.AddLink(cause);
  }
  EXPECT_EQ(captured.Count("span"), 50);  // not limited to ten a second
  const boost::json::object line = boost::json::parse(captured.lines().front()).as_object();
  EXPECT_EQ(line.at("trace_id").as_string(), cause.trace_id());
  EXPECT_EQ(line.at("parent_span_id").as_string(), cause.span_id());
  EXPECT_EQ(line.at("span").as_string(), "db file_dossier");
  EXPECT_EQ(line.at("kind").as_string(), "client");
  EXPECT_EQ(line.at("code").as_string(), "OK");
  EXPECT_EQ(line.at("links").as_string(), cause.ToTraceparent());
  EXPECT_EQ(line.at("attr_rows").as_int64(), 1);
  EXPECT_EQ(line.at("attr_statement").as_string(), "file_dossier");
  EXPECT_TRUE(line.at("duration_ms").is_number());
}

}  // namespace
}  // namespace motcua::trace
