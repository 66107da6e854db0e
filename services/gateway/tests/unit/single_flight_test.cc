#include "status/single_flight.h"

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

std::chrono::steady_clock::time_point Soon() {
  return std::chrono::steady_clock::now() + 5s;
}

TEST(SingleFlightTest, CallersOfOneKeyShareOneFill) {
  SingleFlight flights(4);
  std::promise<void> release;
  std::shared_future<void> released(release.get_future());
  std::promise<void> started;
  std::atomic<int> fills{0};
  const auto fill = [&]() -> absl::StatusOr<StatusEntry> {
    if (fills.fetch_add(1) == 0) {
      started.set_value();
    }
    released.wait();
    StatusEntry entry;
    entry.version = {1, 2};
    return entry;
  };
  auto first = std::async(std::launch::async, [&] { return flights.Do("k", Soon(), fill); });
  started.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return flights.Do("k", Soon(), fill); });
  // The second either joined (one fill) or, if it came after 250 ms, started its own: never more
  // than two.
  release.set_value();
  EXPECT_EQ(first.get()->version, (Version{1, 2}));
  EXPECT_EQ(second.get()->version, (Version{1, 2}));
  EXPECT_LE(fills.load(), 2);
}

TEST(SingleFlightTest, AllFillsTogetherAreBounded) {
  SingleFlight flights(1);
  std::promise<void> release;
  std::shared_future<void> released(release.get_future());
  std::promise<void> started;
  auto first = std::async(std::launch::async, [&] {
    return flights.Do("a", Soon(), [&]() -> absl::StatusOr<StatusEntry> {
      started.set_value();
      released.wait();
      return StatusEntry{};
    });
  });
  started.get_future().wait();
  const auto refused =
      flights.Do("b", Soon(), []() -> absl::StatusOr<StatusEntry> { return StatusEntry{}; });
  EXPECT_EQ(Reason(refused.status()), "STATUS_BUSY");
  release.set_value();
  EXPECT_TRUE(first.get().ok());
  EXPECT_TRUE(
      flights.Do("b", Soon(), []() -> absl::StatusOr<StatusEntry> { return StatusEntry{}; }).ok());
}

TEST(SingleFlightTest, AnErrorIsSharedAndForgotten) {
  SingleFlight flights(1);
  const auto failed = flights.Do("k", Soon(), []() -> absl::StatusOr<StatusEntry> {
    return Error(absl::StatusCode::kUnavailable, "OWNER_DOWN", "down");
  });
  EXPECT_EQ(Reason(failed.status()), "OWNER_DOWN");
  EXPECT_TRUE(
      flights.Do("k", Soon(), []() -> absl::StatusOr<StatusEntry> { return StatusEntry{}; }).ok());
}

}  // namespace
}  // namespace motcua::gateway
