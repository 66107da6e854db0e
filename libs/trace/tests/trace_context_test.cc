#include "motcua/trace/trace_context.h"

#include <set>

#include <gtest/gtest.h>

namespace motcua::trace {
namespace {

constexpr char kExample[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceContextTest, ReadsAndWritesTheExampleOfTheRecommendation) {
  const auto context = TraceContext::Parse(kExample);
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(context->span_id(), "00f067aa0ba902b7");
  EXPECT_TRUE(context->sampled());
  EXPECT_EQ(context->ToTraceparent(), kExample);
}

TEST(TraceContextTest, OnlyTheLowestFlagIsTheSamplingDecision) {
  const std::string stem(kExample, 53);
  EXPECT_FALSE(TraceContext::Parse(stem + "00")->sampled());
  EXPECT_FALSE(TraceContext::Parse(stem + "fe")->sampled());
  EXPECT_TRUE(TraceContext::Parse(stem + "ff")->sampled());
  // Flags that this version does not know are not passed on.
  EXPECT_EQ(TraceContext::Parse(stem + "ff")->ToTraceparent(), stem + "01");
}

TEST(TraceContextTest, RefusesWhatIsNotATraceparent) {
  for (const char* text : {
           "",
           "00",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           " 0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
           "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what-the-future-brings",
       }) {
    EXPECT_FALSE(TraceContext::Parse(text).has_value()) << text;
  }
}

TEST(TraceContextTest, ALaterVersionIsReadAsFarAsThisOneGoes) {
  const std::string tail = std::string(kExample).substr(2);
  EXPECT_EQ(TraceContext::Parse("cc" + tail)->ToTraceparent(), kExample);
  EXPECT_EQ(TraceContext::Parse("cc" + tail + "-what-the-future-brings")->ToTraceparent(),
            kExample);
}

TEST(TraceContextTest, AChildStaysInItsTrace) {
  const TraceContext parent = *TraceContext::Parse(kExample);
  const TraceContext child = parent.NewChild();
  EXPECT_EQ(child.trace_id(), parent.trace_id());
  EXPECT_NE(child.span_id(), parent.span_id());
  EXPECT_TRUE(child.sampled());
  EXPECT_FALSE(TraceContext::NewRoot(false).NewChild().sampled());
}

TEST(TraceContextTest, NewTracesAreValidAndDifferent) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const TraceContext root = TraceContext::NewRoot();
    EXPECT_EQ(TraceContext::Parse(root.ToTraceparent()), root);
    seen.insert(root.trace_id());
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(TraceContextTest, GarbageStartsANewTrace) {
  EXPECT_EQ(TraceContext::ParseOrNewRoot(kExample).ToTraceparent(), kExample);
  EXPECT_FALSE(TraceContext::ParseOrNewRoot("garbage", false).sampled());
  EXPECT_EQ(TraceContext::ParseOrNewRoot("garbage").trace_id().size(), 32U);
}

}  // namespace
}  // namespace motcua::trace
