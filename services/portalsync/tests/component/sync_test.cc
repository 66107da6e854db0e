#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/rpc/client.h"
#include "motcua/testing/eventually.h"

#include "component/world.h"

namespace motcua::portalsync::testing {
namespace {

using namespace std::chrono_literals;
using motcua::testing::Eventually;
using Held = std::map<std::string, std::vector<std::pair<std::string, int>>>;

constexpr auto kPatience = 240s;

// One replica's RPCs.
class Operator {
 public:
  explicit Operator(const program::Application& app)
      : channel_(rpc::MakeChannel({"127.0.0.1:" + std::to_string(app.grpc_port())})),
        stub_(v1::PortalSyncService::NewStub(channel_)),
        operations_(operations::v1::OperationsService::NewStub(channel_)) {}

  template <typename Request, typename Response>
  absl::Status Do(grpc::Status (v1::PortalSyncService::Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                  const Request& request, Response& response, const std::string& key = "") {
    CallContext call;
    call.idempotency_key = key;
    return rpc::Call(call, "component-test", 30s, [&](grpc::ClientContext* context) {
      return (*stub_.*method)(context, request, &response);
    });
  }
  v1::GetSyncResponse Sync() {
    v1::GetSyncResponse response;
    EXPECT_TRUE(Do(&v1::PortalSyncService::Stub::GetSync, v1::GetSyncRequest(), response).ok());
    return response;
  }
  v1::ReconcileResponse Reconcile() {
    v1::ReconcileResponse all;
    v1::ReconcileRequest request;
    do {
      v1::ReconcileResponse page;
      const absl::Status status = Do(&v1::PortalSyncService::Stub::Reconcile, request, page);
      EXPECT_TRUE(status.ok()) << status;
      all.set_equal(all.equal() + page.equal());
      all.set_waiting(all.waiting() + page.waiting());
      all.mutable_differences()->MergeFrom(page.differences());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  v1::GetDossierSyncResponse Dossier(const std::string& code) {
    v1::GetDossierSyncRequest request;
    request.set_dossier(code);
    v1::GetDossierSyncResponse response;
    EXPECT_TRUE(Do(&v1::PortalSyncService::Stub::GetDossierSync, request, response).ok());
    return response;
  }
  absl::Status Retry(const std::string& dossier, const std::string& key) {
    v1::RetryDossierRequest request;
    request.set_dossier(dossier);
    request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
    request.mutable_actor()->set_id("CB007");
    request.mutable_actor()->set_agency("H19.90");
    request.set_reason("đã sửa danh mục");
    return Retry(request, key);
  }
  operations::v1::ListSetAsideResponse SetAside() {
    operations::v1::ListSetAsideResponse response;
    const absl::Status status =
        rpc::Call(CallContext(), "component-test", 30s, [&](grpc::ClientContext* context) {
          return operations_->ListSetAside(context, operations::v1::ListSetAsideRequest(),
                                           &response);
        });
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  void RetrySetAside() {
    operations::v1::RetrySetAsideRequest request;
    request.set_worker("portal");
    operations::v1::RetrySetAsideResponse response;
    const absl::Status status =
        rpc::Call(CallContext(), "component-test", 30s, [&](grpc::ClientContext* context) {
          return operations_->RetrySetAside(context, request, &response);
        });
    EXPECT_TRUE(status.ok()) << status;
  }
  absl::Status Retry(const v1::RetryDossierRequest& request, const std::string& key) {
    v1::RetryDossierResponse response;
    return Do(&v1::PortalSyncService::Stub::RetryDossier, request, response, key);
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::PortalSyncService::Stub> stub_;
  std::unique_ptr<operations::v1::OperationsService::Stub> operations_;
};

// A random life: online or at the counter, pauses, all four endings.
std::vector<int> RandomStates(std::mt19937& dice) {
  const auto roll = [&dice](int sides) {
    return static_cast<int>(dice() % static_cast<unsigned>(sides));
  };
  std::vector<int> states;
  if (roll(2) == 0) {
    states = {1};
    for (int asked = roll(3); asked > 0; --asked) {
      states.insert(states.end(), {roll(2) == 0 ? 5 : 6, 1});
    }
    if (roll(6) == 0) {
      states.push_back(roll(2) == 0 ? 3 : 7);
      return states;
    }
  }
  states.insert(states.end(), {2, 4});
  for (int turns = roll(4); turns > 0; --turns) {
    constexpr int kTurns[] = {4, 5, 6, 8};
    const int turn = kTurns[roll(4)];
    states.push_back(turn);
    if (turn != 4) {
      states.push_back(4);
    }
  }
  const int end = roll(5);
  if (end == 0) {
    states.push_back(roll(2) == 0 ? 3 : 7);
  } else if (end > 1) {
    states.insert(states.end(), {9, 9, 10});
  }
  return states;
}

Held Expected(const std::vector<History>& histories) {
  Held expected;
  for (const History& history : histories) {
    expected[history.code] = history.progress;
  }
  return expected;
}

bool IsDrained(Operator& replica) {
  return replica.Sync().events_waiting() == 0;
}

TEST(SyncTest, RandomHistoriesEndTrueUnderFailuresRestartsAndTwoReplicas) {
  constexpr int kDossiers = 300;
  World world({"--failure-rate", "0.1", "--seed", "7"});
  std::mt19937 dice(42);
  std::vector<History> histories;
  std::vector<std::pair<std::string, outbox::Event>> events;
  for (int n = 0; n < kDossiers; ++n) {
    const History& history = histories.emplace_back(MakeHistory(n, RandomStates(dice), n % 3 == 0));
    for (int copies = 0; copies < 2; ++copies) {  // every message is delivered twice
      for (const outbox::Event& event : history.intake) {
        events.emplace_back("intake", event);
      }
      for (const outbox::Event& event : history.processing) {
        events.emplace_back("processing", event);
      }
    }
  }
  std::shuffle(events.begin(), events.end(), dice);

  std::unique_ptr<program::Application> one = world.StartReplica();
  const std::unique_ptr<program::Application> two = world.StartReplica();
  for (std::size_t i = 0; i < events.size(); ++i) {
    world.TakeEvent(events[i].first, events[i].second);
    if (i == events.size() / 2) {
      one->Stop();  // the other takes over its shards
      one = world.StartReplica();
      world.simulator().Command("expire-sessions", "");
    }
  }
  world.Drain();

  Operator replica(*two);
  ASSERT_TRUE(Eventually([&] { return IsDrained(replica); }, kPatience));
  EXPECT_EQ(world.simulator().Progress(), Expected(histories));
  const v1::GetSyncResponse sync = replica.Sync();
  EXPECT_EQ(sync.dossiers(), kDossiers);
  EXPECT_EQ(sync.dossiers_refused(), 0);
  EXPECT_EQ(sync.events_acknowledged() * 2, static_cast<std::int64_t>(events.size()));
  EXPECT_FALSE(sync.has_oldest_waiting_at());
  EXPECT_FALSE(world.logs().Contains(kApplicantName));
}

class QuietTest : public ::testing::Test {
 protected:
  QuietTest() : app_(world_.StartReplica()), operator_(*app_) {}
  // Why, when something did not arrive.
  void TearDown() override {
    if (HasFailure()) {
      for (const std::string& line : world_.logs().lines()) {
        std::cerr << line << '\n';
      }
      std::cerr << world_.Ask("words",
                              "SELECT string_agg(concat_ws(' ', position, state, status,"
                              " attempts, portal_message), E'\\n') FROM events")
                << '\n';
    }
  }

  World world_{{"--failure-rate", "0"}};
  std::unique_ptr<program::Application> app_;
  Operator operator_;
};

TEST_F(QuietTest, DownHtmlAndWrongShapesLoseNothing) {
  std::vector<History> histories;
  int number = 0;
  for (const char* mode : {"down", "html", "wrong_shape"}) {
    world_.simulator().SetMode(mode);
    for (int n = 0; n < 10; ++n) {
      histories.push_back(MakeHistory(number++, {1, 2, 4, 5, 4, 9, 10}));
      world_.Take(histories.back());
    }
    EXPECT_TRUE(Eventually([&] { return !operator_.Sync().portal_answers(); })) << mode;
    EXPECT_GT(operator_.Sync().events_waiting(), 0);
    world_.simulator().SetMode("up");
    ASSERT_TRUE(Eventually([&] { return IsDrained(operator_); }, 60s)) << mode;
    EXPECT_TRUE(operator_.Sync().portal_answers()) << mode;
  }
  EXPECT_EQ(world_.simulator().Progress(), Expected(histories));
  const v1::ReconcileResponse reconciled = operator_.Reconcile();
  EXPECT_EQ(reconciled.equal(), 30);
  EXPECT_EQ(reconciled.waiting(), 0);
  EXPECT_EQ(reconciled.differences_size(), 0);
}

TEST_F(QuietTest, AStallEndsByItself) {
  world_.simulator().SetMode("stall");
  const History history = MakeHistory(1, {1, 2});
  world_.Take(history);
  EXPECT_TRUE(
      Eventually([&] { return operator_.Dossier(history.code).events(0).attempts() > 0; }, 20s));
  EXPECT_EQ(operator_.Dossier(history.code).events(0).portal_message(), "log-in: REQUEST_TIMEOUT");
  world_.simulator().SetMode("up");
  ASSERT_TRUE(Eventually([&] { return IsDrained(operator_); }, 30s));
  EXPECT_EQ(world_.simulator().Progress(), Expected({history}));
}

TEST_F(QuietTest, ARefusedDossierWaitsForAPersonAndStopsNobody) {
  const History wrong = MakeHistory(1, {1, 2, 4});
  const History right = MakeHistory(2, {1, 2, 4});
  world_.applicants().MakeWrong(wrong.id, true);
  world_.Take(wrong);
  world_.Take(right);
  ASSERT_TRUE(Eventually([&] {
    return operator_.Sync().dossiers_refused() == 1 && operator_.Sync().events_waiting() == 3;
  }));
  EXPECT_EQ(world_.simulator().Progress(), Expected({right}));

  v1::ListRefusedResponse refused;
  ASSERT_TRUE(
      operator_.Do(&v1::PortalSyncService::Stub::ListRefused, v1::ListRefusedRequest(), refused)
          .ok());
  ASSERT_EQ(refused.dossiers_size(), 1);
  EXPECT_EQ(refused.dossiers(0).code(), wrong.code);
  EXPECT_EQ(refused.dossiers(0).events(0).status(), "refused");
  EXPECT_EQ(refused.dossiers(0).events(0).portal_message(), "LoaiDoiTuong có giá trị không hợp lệ");
  EXPECT_EQ(refused.dossiers(0).events(1).status(), "waiting");

  EXPECT_EQ(Reason(operator_.Retry(right.code, "right")), "NOT_REFUSED");
  EXPECT_EQ(Reason(operator_.Retry("H19.90-250312-9999", "unknown")), "DOSSIER_UNKNOWN");
  EXPECT_EQ(Reason(operator_.Retry(wrong.code, "")), "IDEMPOTENCY_KEY_MISSING");
  v1::RetryDossierRequest nobody;
  nobody.set_dossier(wrong.code);
  EXPECT_EQ(Reason(operator_.Retry(nobody, "nobody")), "ACTOR_INVALID");
  nobody.mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
  nobody.mutable_actor()->set_id("0912");
  EXPECT_EQ(Reason(operator_.Retry(nobody, "nobody")), "ACTOR_INVALID");

  world_.applicants().MakeWrong(wrong.id, false);
  ASSERT_TRUE(operator_.Retry(wrong.code, "k").ok());
  ASSERT_TRUE(Eventually([&] { return IsDrained(operator_); }));
  EXPECT_EQ(world_.simulator().Progress(), Expected({wrong, right}));
  EXPECT_EQ(world_.Ask("audit",
                       "SELECT string_agg(concat_ws(' ', caller, actor_id, actor_agency, reason,"
                       " subject), '; ') FROM audit_log WHERE method = 'RetryDossier'"),
            "component-test CB007 H19.90 đã sửa danh mục " + wrong.id);
}

// One dossier that the database refuses for good must not stop its shard.
TEST_F(QuietTest, ADossierThatCannotBeWrittenIsSetAsideAndStopsNobody) {
  const History poison = MakeHistory(1, {1, 2, 4});
  world_.Ask("plant",
             ("ALTER TABLE events ADD CONSTRAINT planted CHECK (status = 0 OR dossier_id <> '" +
              poison.id + "') NOT VALID")
                 .c_str());
  world_.Take(poison);
  std::vector<History> histories;
  for (int number = 2; number < 12; ++number) {  // in every shard
    histories.push_back(MakeHistory(number, {1, 2, 4}));
    world_.Take(histories.back());
  }
  ASSERT_TRUE(Eventually([&] { return operator_.SetAside().items_size() == 1; }));
  EXPECT_EQ(operator_.SetAside().items(0).worker(), "portal");
  EXPECT_EQ(operator_.SetAside().items(0).item(), poison.id);
  EXPECT_TRUE(Eventually([&] { return operator_.Sync().events_waiting() == 3; }));

  world_.Ask("mend", "ALTER TABLE events DROP CONSTRAINT planted");
  operator_.RetrySetAside();
  ASSERT_TRUE(Eventually([&] { return IsDrained(operator_); }));
  histories.push_back(poison);
  EXPECT_EQ(world_.simulator().Progress(), Expected(histories));
  EXPECT_TRUE(Eventually([&] { return operator_.SetAside().items_size() == 0; }));
}

// A repeated call is answered although nothing is refused any more, and retries nothing.
TEST_F(QuietTest, ARepeatedRetryIsAnsweredAndChangesNothing) {
  const History wrong = MakeHistory(1, {1, 2});
  world_.applicants().MakeWrong(wrong.id, true);
  world_.Take(wrong);
  const auto attempts = [&] { return operator_.Dossier(wrong.code).events(0).attempts(); };
  const auto refused = [&] { return operator_.Sync().dossiers_refused() == 1; };
  ASSERT_TRUE(Eventually(refused));
  ASSERT_TRUE(operator_.Retry(wrong.code, "k").ok());
  ASSERT_TRUE(Eventually([&] { return attempts() == 2 && refused(); }));
  EXPECT_TRUE(operator_.Retry(wrong.code, "k").ok());
  EXPECT_TRUE(refused()) << "the repetition did not make it due again";
  EXPECT_EQ(attempts(), 2);
  // The id is another content than the code, though it means the same dossier.
  EXPECT_EQ(Reason(operator_.Retry(wrong.id, "k")), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(world_.Ask("audit", "SELECT count(*) FROM audit_log WHERE method = 'RetryDossier'"),
            "1");
  ASSERT_TRUE(operator_.Retry(wrong.id, "k2").ok());
  EXPECT_TRUE(Eventually([&] { return attempts() == 3; }));
}

TEST_F(QuietTest, ProcessingWaitsForItsIntakePart) {
  const History history = MakeHistory(1, {1, 2, 4, 9, 10});
  for (const outbox::Event& event : history.processing) {
    world_.TakeEvent("processing", event);
  }
  EXPECT_EQ(operator_.Sync().events_waiting(), 3);
  EXPECT_EQ(operator_.Reconcile().waiting(), 1);
  EXPECT_TRUE(world_.simulator().Progress().empty());
  for (const outbox::Event& event : history.intake) {
    world_.TakeEvent("intake", event);
  }
  ASSERT_TRUE(Eventually([&] { return IsDrained(operator_); }));
  EXPECT_EQ(world_.simulator().Progress(), Expected({history}));
}

TEST_F(QuietTest, WhatAPortalRestoredFromABackupLostIsSentAgain) {
  History history = MakeHistory(1, {1, 2, 4, 5, 4, 9});
  const outbox::Event last = history.processing.back();
  history.processing.pop_back();
  world_.Take(history);
  ASSERT_TRUE(Eventually([&] { return IsDrained(operator_); }));
  world_.simulator().Command("forget-progress",
                             R"json({"code": "H19.90-250312-0001", "keep": 2})json");
  ASSERT_EQ(operator_.Reconcile().differences_size(), 1);
  EXPECT_EQ(operator_.Reconcile().differences(0).code(), history.code);
  world_.TakeEvent("processing", last);
  ASSERT_TRUE(Eventually([&] { return operator_.Reconcile().equal() == 1; }));
  EXPECT_EQ(world_.simulator().Progress(), Expected({history}));
}

TEST_F(QuietTest, NothingPersonalIsKept) {
  const History wrong = MakeHistory(1, {1, 2});
  world_.applicants().MakeWrong(wrong.id, true);
  world_.Take(wrong);
  world_.Take(MakeHistory(2, {1, 2}));
  ASSERT_TRUE(Eventually([&] { return operator_.Sync().dossiers_refused() == 1; }));
  ASSERT_TRUE(Eventually([&] { return operator_.Sync().events_waiting() == 2; }));
  ASSERT_GT(world_.applicants().asked(), 0);
  EXPECT_EQ(world_.Ask("personal",
                       "SELECT count(*) FROM ((SELECT e::text AS t FROM events e) UNION ALL"
                       " (SELECT d::text FROM dossiers d) UNION ALL"
                       " (SELECT a::text FROM audit_log a)) x WHERE t LIKE '%Bí Mật%'"
                       " OR t LIKE '%012345678901%'"),
            "0");
}

TEST_F(QuietTest, BadQuestionsAreRefused) {
  v1::ListRefusedRequest list;
  v1::ListRefusedResponse listed;
  list.set_page_size(-1);
  EXPECT_EQ(Reason(operator_.Do(&v1::PortalSyncService::Stub::ListRefused, list, listed)),
            "PAGE_SIZE");
  list.set_page_size(0);
  list.set_page_token("x'; DROP TABLE events");
  EXPECT_EQ(Reason(operator_.Do(&v1::PortalSyncService::Stub::ListRefused, list, listed)),
            "PAGE_TOKEN_INVALID");
  v1::GetDossierSyncRequest get;
  get.set_dossier("nobody");
  v1::GetDossierSyncResponse got;
  EXPECT_EQ(Reason(operator_.Do(&v1::PortalSyncService::Stub::GetDossierSync, get, got)),
            "DOSSIER_UNKNOWN");
}

// The program as a process, killed at each of its steps; then another finishes.
TEST(CrashTest, KilledAnywhereNothingIsLostOrDoubled) {
  World world({"--failure-rate", "0"});
  const std::string password = ::testing::TempDir() + "portalsync-password";
  std::ofstream(password) << "motcua\n";
  std::vector<History> histories;
  int number = 0;
  for (const char* step : {"portalsync.before_send", "portalsync.after_dossier_sent",
                           "portalsync.after_progress_sent", "portalsync.before_acknowledge"}) {
    for (int n = 0; n < 3; ++n) {
      histories.push_back(MakeHistory(number++, {1, 2, 4, 9, 10}));
      world.Take(histories.back());
    }
    std::vector<std::string> environment = world.Environment();
    environment.push_back("MOTCUA_PORTALSYNC_PASSWORD_FILE=" + password);
    environment.push_back(std::string("MOTCUA_CRASH_AT=") + step + ":4");
    ChildProcess program({MOTCUA_BINARY_DIR "/services/portalsync/motcua-portalsync"}, environment);
    EXPECT_EQ(program.Wait(), 137) << step;
  }
  const std::unique_ptr<program::Application> app = world.StartReplica();
  Operator replica(*app);
  ASSERT_TRUE(Eventually([&] { return IsDrained(replica); }, 60s));
  EXPECT_EQ(world.simulator().Progress(), Expected(histories));
}

}  // namespace
}  // namespace motcua::portalsync::testing
