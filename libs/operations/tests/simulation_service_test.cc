#include "motcua/operations/simulation_service.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/operations/installation.h"

#include "served.h"

namespace motcua::operations {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kStart = 1'741'745'700;

struct SimulationServiceTest : ::testing::Test {
  SimulationServiceTest() {
    EXPECT_TRUE(OpenInstallation(*backend.pool, CallContext(), "H19", true).ok());
  }
  absl::StatusOr<std::int64_t> Set(Served& replica, std::int64_t seconds, std::int32_t nanos = 0) {
    const auto stub = v1::SimulationService::NewStub(replica.channel);
    v1::SetClockRequest request;
    request.mutable_now()->set_seconds(seconds);
    request.mutable_now()->set_nanos(nanos);
    v1::SetClockResponse response;
    const absl::Status status = Ask(
        [&](grpc::ClientContext* context) { return stub->SetClock(context, request, &response); });
    if (!status.ok()) {
      return status;
    }
    return response.now().seconds();
  }
  std::int64_t StoredSeconds() {
    return backend.Sql("SELECT extract(epoch FROM simulated_now)::bigint FROM installation")
        .OnlyInt();
  }
  Backend backend;
  SettableClock clock{Instant(std::chrono::seconds(kStart))};
  SimulationServiceImpl service{backend.edge, *backend.pool, &clock};
  Served served{service};
};

TEST_F(SimulationServiceTest, SetsReplicaAndDatabase) {
  const auto now = Set(served, kStart + 3600, 123'456'000);
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(*now, kStart + 3600);
  EXPECT_EQ(clock.Now(), Instant(std::chrono::seconds(kStart + 3600) + 123'456us));
  EXPECT_EQ(StoredSeconds(), kStart + 3600);
}

TEST_F(SimulationServiceTest, TheSameTimeAgainIsFineAndSoAreOtherReplicas) {
  SettableClock second_clock{Instant(std::chrono::seconds(kStart))};
  SimulationServiceImpl second(backend.edge, *backend.pool, &second_clock);
  Served second_served(second);
  EXPECT_TRUE(Set(served, kStart + 60).ok());
  EXPECT_TRUE(Set(served, kStart + 60).ok());
  EXPECT_TRUE(Set(second_served, kStart + 60).ok());
  EXPECT_EQ(second_clock.Now(), clock.Now());
}

TEST_F(SimulationServiceTest, NeverGoesBackwards) {
  ASSERT_TRUE(Set(served, kStart + 60).ok());
  const auto back = Set(served, kStart + 59);
  EXPECT_EQ(back.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(back.status()), "CLOCK_BACKWARDS");
  EXPECT_EQ(clock.Now(), Instant(std::chrono::seconds(kStart + 60)));

  // A replica that is behind must not take the database back either.
  SettableClock late_clock{Instant(std::chrono::seconds(kStart))};
  SimulationServiceImpl late(backend.edge, *backend.pool, &late_clock);
  Served late_served(late);
  EXPECT_EQ(Reason(Set(late_served, kStart + 30).status()), "CLOCK_BACKWARDS");
  EXPECT_EQ(late_clock.Now(), Instant(std::chrono::seconds(kStart)));
  EXPECT_EQ(StoredSeconds(), kStart + 60);
}

TEST_F(SimulationServiceTest, RealTimeIsNotSettable) {
  SimulationServiceImpl real(backend.edge, *backend.pool, nullptr);
  Served real_served(real);
  const auto set = Set(real_served, kStart + 60);
  EXPECT_EQ(set.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(set.status()), "NOT_A_SIMULATION");
}

TEST_F(SimulationServiceTest, WhatIsNoTimeIsRefused) {
  const auto stub = v1::SimulationService::NewStub(served.channel);
  v1::SetClockResponse response;
  const absl::Status missing = Ask([&](grpc::ClientContext* context) {
    return stub->SetClock(context, v1::SetClockRequest(), &response);
  });
  EXPECT_EQ(Reason(missing), "TIMESTAMP_INVALID");
  EXPECT_EQ(Reason(Set(served, kStart + 60, -1).status()), "TIMESTAMP_INVALID");
  EXPECT_EQ(Reason(Set(served, 253'402'300'800).status()), "TIMESTAMP_INVALID");
  EXPECT_EQ(clock.Now(), Instant(std::chrono::seconds(kStart)));
}

}  // namespace
}  // namespace motcua::operations
