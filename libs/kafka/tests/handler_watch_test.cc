#include "handler_watch.h"

#include <atomic>

#include <gtest/gtest.h>

#include "motcua/testing/eventually.h"

namespace motcua::kafka {
namespace {

using std::chrono::milliseconds;

TEST(HandlerWatchTest, ReportsAStuckHandlerOnce) {
  std::atomic<int> reports = 0;
  HandlerWatch watch(milliseconds(40), [&] { ++reports; });
  watch.Begin();
  EXPECT_TRUE(testing::Eventually([&] { return reports == 1; }));
  EXPECT_TRUE(testing::Throughout(milliseconds(200), [&] { return reports == 1; }));
  watch.End();
  watch.Begin();
  EXPECT_TRUE(testing::Eventually([&] { return reports == 2; }));
}

TEST(HandlerWatchTest, LeavesQuickHandlersAndIdleTimeAlone) {
  std::atomic<int> reports = 0;
  HandlerWatch watch(milliseconds(2000), [&] { ++reports; });
  EXPECT_TRUE(testing::Throughout(milliseconds(200), [&] {
    watch.Begin();
    watch.End();
    return reports == 0;
  }));
}

}  // namespace
}  // namespace motcua::kafka
