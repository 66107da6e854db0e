#include "motcua/rpc/client.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"

#include "test_service.h"

namespace motcua::rpc {
namespace {

using motcua::testing::Eventually;

using namespace std::chrono_literals;

TEST(CheckTargets, TakesWhatAChannelCanReach) {
  EXPECT_TRUE(CheckTargets({"127.0.0.1:9000"}).ok());
  EXPECT_TRUE(CheckTargets({"127.0.0.1:9000", "10.0.0.7:9001"}).ok());
  EXPECT_TRUE(CheckTargets({"[::1]:9000", "[fe80::1]:9000"}).ok());
  EXPECT_TRUE(CheckTargets({"intake.motcua.svc:9000"}).ok());
}

TEST(CheckTargets, RefusesTheRestWithAReason) {
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {""},
                                                       {"127.0.0.1"},
                                                       {"127.0.0.1:0"},
                                                       {"127.0.0.1:65536"},
                                                       {"127.0.0.1:90x"},
                                                       {"::1:9000"},
                                                       {"[::1:9000"},
                                                       {"intake:9000", "processing:9000"},
                                                       {"127.0.0.1:9000", "intake:9000"},
                                                       {"127.0.0.1:9000", "[::1]:9000"},
                                                       {"in take:9000"},
                                                       {"127.0.0.1:9000,127.0.0.1:9001"}};
  for (const auto& targets : wrong) {
    EXPECT_EQ(Reason(CheckTargets(targets)), "TARGETS_INVALID")
        << (targets.empty() ? "nothing" : targets.front());
  }
}

TEST(MakeChannel, RefusedTargetsFailEveryCall) {
  EXPECT_FALSE(CallGetFlow(MakeChannel({"127.0.0.1"}), {}, 500ms).ok());
}

TEST(Call, IsNotMadeWithoutTimeOrWithAKeyThatNoHeaderCarries) {
  CallContext late;
  late.deadline = std::chrono::steady_clock::now() - 1ms;
  CallContext foreign;
  foreign.idempotency_key = "hồ-sơ";
  int made = 0;
  const auto make = [&](grpc::ClientContext*) {
    ++made;
    return grpc::Status::OK;
  };
  EXPECT_EQ(Reason(Call(late, "tester", 1s, make)), "DEADLINE_PASSED");
  EXPECT_EQ(Reason(Call({}, "tester", 0ms, make)), "DEADLINE_PASSED");
  EXPECT_EQ(Reason(Call(foreign, "tester", 1s, make)), "METADATA_INVALID");
  EXPECT_EQ(made, 0);
}

TEST(Call, CutOffByThePeerIsUnavailable) {
  const absl::Status status = Call({}, "tester", 1s, [](grpc::ClientContext*) {
    return grpc::Status(grpc::StatusCode::CANCELLED, "CANCELLED");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(status), "CALL_CUT");
}

TEST(Call, DeadServerIsUnavailable) {
  std::string address;
  {
    TestServer server([](const CallContext&, pb::GetFlowResponse*) { return absl::OkStatus(); });
    address = server.address();
  }
  EXPECT_EQ(CallGetFlow(MakeChannel({address}), {}, 5s).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(MakeChannel, UnavailableIsTriedAgainAndNothingElse) {
  std::atomic<int> calls{0};
  std::atomic<absl::StatusCode> code{absl::StatusCode::kUnavailable};
  TestServer server([&](const CallContext&, pb::GetFlowResponse*) {
    return calls.fetch_add(1) == 0 ? Error(code, "ONCE", "Once.") : absl::OkStatus();
  });
  const auto channel = MakeChannel({server.address()});
  EXPECT_TRUE(CallGetFlow(channel).ok());
  EXPECT_EQ(calls, 2);
  for (const auto other : {absl::StatusCode::kAborted, absl::StatusCode::kResourceExhausted,
                           absl::StatusCode::kInternal}) {
    code = other;
    calls = 0;
    EXPECT_EQ(CallGetFlow(channel).status().code(), other);
    EXPECT_EQ(calls, 1);
  }
}

TEST(MakeChannel, SharesCallsAmongReplicasAndLosesNoneWhenOneStops) {
  std::atomic<int> first_calls{0}, second_calls{0};
  TestServer first([&](const CallContext&, pb::GetFlowResponse*) {
    ++first_calls;
    return absl::OkStatus();
  });
  TestServer second([&](const CallContext&, pb::GetFlowResponse*) {
    ++second_calls;
    return absl::OkStatus();
  });
  const auto channel = MakeChannel({first.address(), second.address()});
  ASSERT_TRUE(Eventually([&] {
    EXPECT_TRUE(CallGetFlow(channel).ok());
    return first_calls > 5 && second_calls > 5;
  }));

  // Without the drain's pause before it (R7.7), which makes this rarer: calls are on their way.
  std::jthread stopper([&] { first.server->Stop(5s); });
  for (int i = 0; i < 200; ++i) {
    const auto response = CallGetFlow(channel);
    ASSERT_TRUE(response.ok()) << response.status();
  }
  stopper.join();
  const int first_before = first_calls;
  const int second_before = second_calls;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(CallGetFlow(channel).ok());
  }
  EXPECT_EQ(first_calls, first_before);
  EXPECT_EQ(second_calls, second_before + 20);
}

TEST(MakeChannel, LeavesAReplicaThatIsNotReady) {
  std::atomic<int> first_calls{0};
  TestServer first([&](const CallContext&, pb::GetFlowResponse*) {
    ++first_calls;
    return absl::OkStatus();
  });
  TestServer second([](const CallContext&, pb::GetFlowResponse*) { return absl::OkStatus(); });
  const auto channel = MakeChannel({first.address(), second.address()});
  ASSERT_TRUE(Eventually([&] {
    EXPECT_TRUE(CallGetFlow(channel).ok());
    return first_calls > 0;
  }));
  first.server->SetReady(false);
  ASSERT_TRUE(Eventually([&] {
    const int before = first_calls;
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(CallGetFlow(channel).ok());
    }
    return first_calls == before;
  }));
  first.server->SetReady(true);
  const int before = first_calls;
  EXPECT_TRUE(Eventually([&] {
    EXPECT_TRUE(CallGetFlow(channel).ok());
    return first_calls > before;
  }));
}

TEST(MakeChannel, ComesBackSoonWhenAReplicaIsStartedAgain) {
  auto server = std::make_unique<TestServer>(
      [](const CallContext&, pb::GetFlowResponse*) { return absl::OkStatus(); });
  const int port = server->server->port();
  const auto channel = MakeChannel({server->address()});
  ASSERT_TRUE(CallGetFlow(channel).ok());
  server.reset();
  ASSERT_FALSE(CallGetFlow(channel, {}, 1s).ok());

  TestServer other([](const CallContext&, pb::GetFlowResponse*) { return absl::OkStatus(); });
  const auto again =
      Server::Start({.listen = "127.0.0.1:" + std::to_string(port), .services = {&other.service}});
  ASSERT_TRUE(again.ok()) << again.status();
  (*again)->SetReady(true);
  const auto since = std::chrono::steady_clock::now();
  EXPECT_TRUE(Eventually([&] { return CallGetFlow(channel, {}, 1s).ok(); }));
  EXPECT_LT(std::chrono::steady_clock::now() - since, 4s);
}

}  // namespace
}  // namespace motcua::rpc
