#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/shard.h"
#include "support/fakes.h"
#include "usecase/work_shard.h"

namespace motcua::portalsync::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Outcome = SendResult::Outcome;

const PortalAnswer kFailed{.verdict = Verdict::kFailed, .message = "CONNECT_FAILED"};

HeldDossier Held(std::vector<HeldProgress> progress, int state = 2) {
  return {.known = true, .state = state, .progress = std::move(progress)};
}

class SendTest : public ::testing::Test {
 protected:
  SendResult Send(const NextEvent& next) {
    const auto result = send_.Run({}, queue_, next);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(SendResult{});
  }

  FakePortal portal_;
  FakeApplicants applicants_;
  FakeQueue queue_;
  SettableClock machine_{Morning()};
  SendEvent send_{portal_, applicants_, machine_};
};

TEST_F(SendTest, AsksThenInsertsThenAddsTheProgress) {
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "insert", "progress"));
  EXPECT_THAT(queue_.changes, ElementsAre("dossier_sent", "acknowledged 1"));
}

TEST_F(SendTest, AKnownDossierIsUpdated) {
  portal_.held[kCode] = Held({{"20250312080000", "1"}}, 1);
  EXPECT_EQ(Send(ANext(NationalState::kReceived, 2)).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "update", "progress"));
}

TEST_F(SendTest, ExistsIsSentAgainAsAnUpdateOnce) {
  portal_.dossiers = {{.verdict = Verdict::kExists, .message = "đã tồn tại"}};
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "insert", "update", "progress"));
  portal_.calls.clear();
  queue_.changes.clear();
  portal_.dossiers = {{.verdict = Verdict::kExists}, {.verdict = Verdict::kExists}};
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kRefused);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "insert", "update"));
}

TEST_F(SendTest, AProgressThatIsThereIsNotDoubled) {
  portal_.held[kCode] = Held({{"20250312091507", "2"}});
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up"));
  EXPECT_THAT(queue_.changes, ElementsAre("acknowledged 1"));
  EXPECT_EQ(applicants_.asked, 0);  // no personal data was requested
}

TEST_F(SendTest, TwoEventsOfOneSecondAndStateStayTwo) {
  portal_.held[kCode] = Held({{"20250312091507", "2"}});
  EXPECT_EQ(Send(ANext(NationalState::kReceived, 2)).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "update", "progress"));
}

TEST_F(SendTest, AnotherProgressAtItsPlaceIsForAPerson) {
  for (const HeldProgress& other :
       {HeldProgress{"20250312091508", "2"}, HeldProgress{"20250312091507", "4"}}) {
    portal_.held[kCode] = Held({other});
    EXPECT_EQ(Send(ANext()).outcome, Outcome::kRefused);
  }
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "look_up"));
}

TEST_F(SendTest, WhatThePortalLostIsSentAgain) {
  portal_.held[kCode] = Held({{"20250312091507", "2"}});
  EXPECT_EQ(Send(ANext(NationalState::kInProcess, 5)).outcome, Outcome::kRewound);
  EXPECT_THAT(queue_.changes, ElementsAre("rewound 1"));
  portal_.held.clear();
  EXPECT_EQ(Send(ANext(NationalState::kInProcess, 5)).outcome, Outcome::kRewound);
  EXPECT_THAT(queue_.changes, ElementsAre("rewound 1", "rewound 0"));
}

TEST_F(SendTest, AfterTheDossierOnlyTheProgressIsLeft) {
  NextEvent next = ANext();
  next.status = EventStatus::kDossierSent;
  portal_.held[kCode] = Held({});
  EXPECT_EQ(Send(next).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "progress"));
  portal_.calls.clear();
  portal_.held.clear();  // a portal restored in the meantime gets it again
  EXPECT_EQ(Send(next).outcome, Outcome::kAcknowledged);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "insert", "progress"));
}

TEST_F(SendTest, NoProgressWithoutItsDossier) {
  portal_.dossiers = {kFailed};
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kPortalFailed);
  EXPECT_THAT(portal_.calls, ElementsAre("look_up", "insert"));
  EXPECT_THAT(queue_.changes, IsEmpty());
}

TEST_F(SendTest, ARefusalKeepsThePortalsWordsWithoutNames) {
  portal_.dossiers = {{.verdict = Verdict::kRefused, .message = "Email an@example.vn sai"}};
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kRefused);
  EXPECT_EQ(queue_.message, "Email *** sai");
  portal_.progress = {{.verdict = Verdict::kRefused, .message = "TrangThai sai"}};
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kRefused);
  EXPECT_EQ(queue_.message, "TrangThai sai");
}

TEST_F(SendTest, ARefusedQuestionIsNoFaultOfTheDossier) {
  portal_.look_ups = {{.verdict = Verdict::kRefused, .message = "madonvi không hợp lệ"}};
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kPortalFailed);
  EXPECT_THAT(queue_.changes, IsEmpty());
}

TEST_F(SendTest, OnlyAChangeThatTimedOutMayStillArrive) {
  const PortalAnswer late{.verdict = Verdict::kFailed, .message = "", .may_still_arrive = true};
  portal_.look_ups = {late};
  EXPECT_FALSE(Send(ANext()).may_still_arrive);
  portal_.progress = {late};
  EXPECT_TRUE(Send(ANext()).may_still_arrive);
}

TEST_F(SendTest, IntakeDownIsNoWordAboutThePortal) {
  applicants_.answer = Error(absl::StatusCode::kUnavailable, "DOWN", "down");
  EXPECT_EQ(Reason(send_.Run({}, queue_, ANext()).status()), "DOWN");
  applicants_.answer = Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "unknown");
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kRefused);
  EXPECT_EQ(queue_.message, "intake: DOSSIER_UNKNOWN");
  applicants_.answer = ADisclosure();
  applicants_.answer->field_vi.clear();
  EXPECT_EQ(Send(ANext()).outcome, Outcome::kRefused);
  EXPECT_THAT(queue_.message, ::testing::HasSubstr("TenLinhVuc"));
}

class WorkTest : public SendTest {
 protected:
  absl::StatusOr<WorkShard::Round> Run() {
    return work_.Run(
        queue_, 10, [] { return absl::OkStatus(); }, [this] { return stopping_; });
  }

  bool stopping_ = false;
  std::chrono::steady_clock::time_point now_{1h};
  std::vector<bool> told_;
  CircuitBreaker breaker_{{.failures_to_open = 3,
                           .first_probe = 2s,
                           .longest_probe = 2s,
                           .on_change = [this](bool up) { told_.push_back(up); },
                           .now = [this] { return now_; }}};
  WorkShard work_{send_,
                  breaker_,
                  machine_,
                  {.wait = [](int tries) { return std::chrono::seconds(tries); },
                   .late_arrival = 40s,
                   .make_call = [] { return CallContext(); }}};
};

TEST_F(WorkTest, ARefusalOrAFailureDoesNotStopTheOthers) {
  NextEvent second = ANext();
  second.dossier_id = "2";
  queue_.due = {ANext(), second, second};
  portal_.dossiers = {{.verdict = Verdict::kRefused, .message = "sai"}, kFailed};
  const auto round = Run();
  ASSERT_TRUE(round.ok());
  EXPECT_EQ(round->tried, 3);
  EXPECT_THAT(queue_.changes, ElementsAre("refused", "put_off", "dossier_sent", "acknowledged 1"));
}

TEST_F(WorkTest, NothingIsBegunOnceAStopIsAskedFor) {
  queue_.due = {ANext(), ANext()};
  stopping_ = true;
  const auto round = Run();
  ASSERT_TRUE(round.ok());
  EXPECT_EQ(round->tried, 0);
  EXPECT_THAT(queue_.changes, IsEmpty());
}

TEST_F(WorkTest, WaitsLongerEachTime) {
  for (const auto& [attempts, wait] : {std::pair(0, 1s), {1, 2s}, {4, 5s}}) {
    NextEvent next = ANext();
    next.attempts = attempts;
    queue_.due = {next};
    portal_.look_ups = {kFailed};
    ASSERT_TRUE(Run().ok());
    EXPECT_EQ(queue_.next_attempt_at, Morning() + wait);
    breaker_.Succeeded();
  }
}

TEST_F(WorkTest, WhatMayStillArriveIsGivenTimeTo) {
  queue_.due = {ANext()};
  portal_.dossiers = {{.verdict = Verdict::kFailed, .message = "late", .may_still_arrive = true}};
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(queue_.next_attempt_at, Morning() + 40s);
}

TEST_F(WorkTest, ADeadPortalCostsOneProbePerInterval) {
  queue_.due = std::vector<NextEvent>(10, ANext());
  portal_.look_ups = std::deque<PortalAnswer>(100, kFailed);
  auto round = Run();
  ASSERT_TRUE(round.ok());
  EXPECT_TRUE(round->paused);
  EXPECT_EQ(round->tried, 3);
  EXPECT_THAT(told_, ElementsAre(false));
  queue_.changes.clear();
  EXPECT_EQ(Run()->tried, 0);
  now_ += 2s;
  EXPECT_EQ(Run()->tried, 1);
  EXPECT_THAT(queue_.changes, IsEmpty());  // a probe is not recorded
  portal_.look_ups.clear();
  EXPECT_EQ(Run()->tried, 0);
  now_ += 2s;
  round = Run();
  EXPECT_EQ(round->tried, 10);
  EXPECT_FALSE(round->paused);
  EXPECT_THAT(told_, ElementsAre(false, true));
}

TEST_F(WorkTest, ALostShardEndsTheRound) {
  queue_.due = {ANext()};
  const auto round = work_.Run(
      queue_, 10, [] { return Error(absl::StatusCode::kAborted, "FENCED", "lost"); },
      [] { return false; });
  EXPECT_EQ(Reason(round.status()), "FENCED");
  EXPECT_THAT(portal_.calls, IsEmpty());
}

TEST(ShardTest, ARowKeepsItsShardInEveryVersion) {
  EXPECT_EQ(ShardOf("01936c2e-0a5b-7c3d-8e4f-00000000000a"), 1);
  EXPECT_EQ(ShardOf("01936c2e-0a5b-7c3d-8e4f-00000000000b"), 0);
  EXPECT_EQ(ShardOf("01936c2e-0a5b-7c3d-8e4f-00000000000c"), 3);
}

class FakeTrueDossiers final : public TrueDossiers {
 public:
  absl::StatusOr<std::vector<TrueDossier>> After(const CallContext&, const std::string& after,
                                                 int limit) override {
    std::vector<TrueDossier> page;
    for (const TrueDossier& dossier : all) {
      if (dossier.dossier_id > after && static_cast<int>(page.size()) < limit) {
        page.push_back(dossier);
      }
    }
    return page;
  }
  std::vector<TrueDossier> all;
};

TEST(ReconcileTest, EqualWaitingAndDiffering) {
  FakePortal portal;
  portal.held["A"] = Held({{"", "2"}}, 2);
  portal.held["B"] = Held({{"", "2"}}, 9);
  portal.held["D"] = Held({{"", "2"}}, 2);
  FakeTrueDossiers dossiers;
  dossiers.all = {{.dossier_id = "1", .code = "A", .state = 2, .events = 1},
                  {.dossier_id = "2", .code = "B", .state = 5, .events = 1},
                  {.dossier_id = "3", .code = "C", .state = 2, .events = 1},
                  {.dossier_id = "4", .code = "D", .state = 2, .events = 2},
                  {.dossier_id = "5", .code = "E", .state = 2, .events = 1, .waiting = true}};
  auto found = Reconcile({}, portal, dossiers, "", 4);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->equal, 1);
  EXPECT_EQ(found->next, "4");
  ASSERT_EQ(found->differences.size(), 3U);
  EXPECT_EQ(found->differences[0].portal_state, 9);
  EXPECT_EQ(found->differences[0].true_state, 5);
  EXPECT_EQ(found->differences[1].portal_state, 0);
  EXPECT_EQ(found->differences[2].code, "D");  // a progress entry is missing
  found = Reconcile({}, portal, dossiers, found->next, 4);
  EXPECT_EQ(found->waiting, 1);
  EXPECT_EQ(found->next, "");
  portal.look_ups = {kFailed};
  EXPECT_EQ(Reason(Reconcile({}, portal, dossiers, "", 4).status()), "PORTAL_DOWN");
  CallContext late;
  late.deadline = std::chrono::steady_clock::now();
  EXPECT_EQ(Reason(Reconcile(late, portal, dossiers, "", 4).status()), "DEADLINE_PASSED");
}

}  // namespace
}  // namespace motcua::portalsync::testing
