#include "domain/transitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "tests/support/world.h"

namespace motcua::processing {
namespace {

using dossier::NationalState;
using ::testing::ElementsAre;
using testing::World;

class TransitionsTest : public ::testing::Test {
 protected:
  /// Applies one transition that must succeed.
  Occurrence Do(const absl::StatusOr<Occurrence>& occurrence) {
    EXPECT_TRUE(occurrence.ok()) << occurrence.status();
    if (!occurrence.ok()) {
      return {};
    }
    last_change_ = world_.Done(dossier_, *occurrence);
    return *occurrence;
  }
  /// The reason with which a transition is refused; the dossier is thrown away as the caller would.
  template <typename Fn>
  std::string Refused(Fn fn) {
    Dossier copy = dossier_;
    const absl::StatusOr<Occurrence> occurrence = fn(copy);
    EXPECT_FALSE(occurrence.ok());
    return Reason(occurrence.status());
  }
  std::string TaskOf(const std::string& agency) {
    for (const Task& task : dossier_.tasks) {
      if (task.state == TaskState::kOpen && task.agency == agency) {
        return task.id;
      }
    }
    return "";
  }
  void ToFirstStage() { Do(Forward(dossier_, world_.As(World::kCounter), "")); }
  void ToLastStage() {
    ToFirstStage();
    Do(Forward(dossier_, world_.As(World::kPartner), ""));
    Do(Forward(dossier_, world_.As(World::kOffice), ""));
  }
  void ToFinished() {
    ToLastStage();
    Do(Finish(dossier_, world_.As(World::kOffice), "", "12/GP"));
  }

  World world_;
  Dossier dossier_ = world_.Accepted();
  std::optional<DeadlineChange> last_change_;
};

TEST_F(TransitionsTest, AnAcceptedDossierIsReceivedAndWaitsAtTheCounter) {
  EXPECT_EQ(dossier_.state, NationalState::kReceived);
  ASSERT_NE(dossier_.current_task(), nullptr);
  EXPECT_EQ(dossier_.current_task()->agency, World::kCounter);
  EXPECT_EQ(dossier_.due_at, World::At("2025-03-10T09:00"));
}

TEST_F(TransitionsTest, ForwardOpensTheAgenciesOfTheNextStageAtOnce) {
  const Occurrence occurrence = Do(Forward(dossier_, world_.As(World::kCounter), ""));
  EXPECT_THAT(occurrence.to_agencies, ElementsAre(World::kOffice, World::kPartner));
  EXPECT_EQ(dossier_.state, NationalState::kInProcess);
  EXPECT_EQ(dossier_.sequence, 1);
  EXPECT_EQ(dossier_.revision, 2);
}

TEST_F(TransitionsTest, AStageEndsWhenItsLastAgencyIsDone) {
  ToFirstStage();
  EXPECT_TRUE(Do(Forward(dossier_, world_.As(World::kPartner), "")).to_agencies.empty());
  EXPECT_THAT(Do(Forward(dossier_, world_.As(World::kOffice), "")).to_agencies,
              ElementsAre(World::kOffice));
}

TEST_F(TransitionsTest, StepDeadlinesAreComputedFromTheirOwnOpening) {
  world_.now = World::At("2025-03-03T16:00");
  ToFirstStage();
  EXPECT_EQ(dossier_.FindTask(TaskOf(World::kPartner))->due_at, World::At("2025-03-04T16:00"));
}

TEST_F(TransitionsTest, NobodyForwardsAnotherAgencysTask) {
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kPartner), ""); }),
            "NOT_YOUR_TASK");
  const std::string task = TaskOf(World::kCounter);
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kPartner), task); }),
            "NOT_YOUR_TASK");
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.AsCitizen(), task); }),
            "NOT_YOUR_TASK");
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kCounter), "nonsense"); }),
            "TASK_UNKNOWN");
  ToFirstStage();
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kCounter), task); }),
            "TASK_NOT_OPEN");
}

TEST_F(TransitionsTest, TheLastStepEndsOnlyWithAResult) {
  ToLastStage();
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kOffice), ""); }),
            "LAST_STAGE");
}

TEST_F(TransitionsTest, TwoRequestsAtOnceShowTheSupplementFirstAndPauseTheirUnion) {
  ToFirstStage();
  world_.now = World::At("2025-03-04T09:00");
  Do(RequestPayment(dossier_, world_.As(World::kPartner), "", 50000));
  EXPECT_EQ(dossier_.state, NationalState::kPaymentRequested);
  world_.now = World::At("2025-03-04T10:00");
  dossier_.limit.supplement_policy = calendar::SupplementPolicy::kPause;
  Do(RequestSupplement(dossier_, world_.As(World::kOffice, "thiếu giấy"), "", {"Bản vẽ"}));
  EXPECT_EQ(dossier_.state, NationalState::kSupplementRequested);
  EXPECT_TRUE(dossier_.paused);

  world_.now = World::At("2025-03-05T09:00");
  Do(ConfirmSupplement(dossier_, world_.As(World::kCounter), ""));
  EXPECT_EQ(dossier_.state, NationalState::kPaymentRequested);
  world_.now = World::At("2025-03-05T11:00");
  Do(ConfirmPayment(dossier_, world_.AsCitizen(), "", 50000, "BL-1"));
  EXPECT_EQ(dossier_.state, NationalState::kInProcess);
  EXPECT_FALSE(dossier_.paused);
  // The waits are 4 March 09:00 to 5 March 11:00 together: 10 working hours, once.
  EXPECT_EQ(dossier_.due_at, World::At("2025-03-11T11:00"));
  ASSERT_TRUE(last_change_.has_value());
  EXPECT_EQ(last_change_->cause, DeadlineCause::kPayment);
}

TEST_F(TransitionsTest, ASupplementRestartsTheLimitFromWhenThePapersCame) {
  ToFirstStage();
  world_.now = World::At("2025-03-05T15:00");
  Do(RequestSupplement(dossier_, world_.As(World::kOffice, "thiếu"), "", {"Bản vẽ"}));
  world_.now = World::At("2025-03-12T10:00");
  EXPECT_EQ(Refused([&](Dossier& d) { return SendSupplement(d, world_.AsCitizen(), "", {}); }),
            "SUPPLEMENT_EMPTY");
  Do(SendSupplement(dossier_, world_.AsCitizen(), "", {"paper"}));
  EXPECT_EQ(dossier_.state, NationalState::kSupplementRequested);
  EXPECT_EQ(
      Refused([&](Dossier& d) { return SendSupplement(d, world_.AsCitizen(), "", {"paper"}); }),
      "SUPPLEMENT_ALREADY_SENT");
  world_.now = World::At("2025-03-13T16:00");
  Do(ConfirmSupplement(dossier_, world_.As(World::kCounter), ""));
  EXPECT_EQ(dossier_.due_at, World::At("2025-03-19T10:00"));
}

TEST_F(TransitionsTest, OneRequestForASupplementPerAgency) {
  ToFirstStage();
  Do(RequestSupplement(dossier_, world_.As(World::kOffice, "thiếu"), "", {"A"}));
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kOffice, "x"), "", {"B"});
            }),
            "TASK_WAITS");
  Do(ConfirmSupplement(dossier_, world_.As(World::kCounter), ""));
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kOffice, "x"), "", {"B"});
            }),
            "SUPPLEMENT_ALREADY_REQUESTED");
}

TEST_F(TransitionsTest, RequestsNeedContentAReasonAndATaskPastTheCounter) {
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kCounter, "x"), "", {"A"});
            }),
            "WRONG_STATE");
  ToFirstStage();
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kOffice, "x"), "", {});
            }),
            "ITEMS_MISSING");
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kOffice), "", {"A"});
            }),
            "REASON_MISSING");
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kOffice, "x"), "", {"a\x1f"});
            }),
            "TEXT_INVALID");
  EXPECT_EQ(Refused([&](Dossier& d) {
              return RequestSupplement(d, world_.As(World::kOffice, " "), "", {"A"});
            }),
            "REASON_MISSING");
  EXPECT_EQ(
      Refused([&](Dossier& d) { return RequestPayment(d, world_.As(World::kOffice), "", 0); }),
      "AMOUNT_INVALID");
}

TEST_F(TransitionsTest, APaymentMustBeTheAmountAskedFor) {
  ToFirstStage();
  Do(RequestPayment(dossier_, world_.As(World::kPartner), "", 50000));
  EXPECT_EQ(
      Refused([&](Dossier& d) { return ConfirmPayment(d, world_.AsCitizen(), "", 49999, "BL"); }),
      "AMOUNT_DIFFERS");
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kPartner), ""); }),
            "TASK_WAITS");
}

TEST_F(TransitionsTest, ClosingWaitsForTheEndOfTheFifteenthWorkingDay) {
  ToFirstStage();
  world_.now = World::At("2025-03-06T09:00");
  Do(RequestSupplement(dossier_, world_.As(World::kOffice, "thiếu"), "", {"A"}));
  world_.now = World::At("2025-03-27T17:00");
  EXPECT_EQ(
      Refused([&](Dossier& d) { return CloseWithoutSupplement(d, world_.As(World::kCounter)); }),
      "LIMIT_NOT_PASSED");
  world_.now = World::At("2025-03-28T07:30");
  Do(CloseWithoutSupplement(dossier_, world_.As(World::kCounter)));
  EXPECT_EQ(dossier_.state, NationalState::kNotAccepted);
  EXPECT_EQ(dossier_.end_reason, EndReason::kClosedNoSupplement);
  EXPECT_EQ(dossier_.current_task(), nullptr);
}

TEST_F(TransitionsTest, ASupplementThatCameInTimeIsNotClosedOver) {
  ToFirstStage();
  Do(RequestSupplement(dossier_, world_.As(World::kOffice, "thiếu"), "", {"A"}));
  Do(SendSupplement(dossier_, world_.AsCitizen(), "", {"paper"}));
  world_.now = World::At("2025-04-28T09:00");
  EXPECT_EQ(
      Refused([&](Dossier& d) { return CloseWithoutSupplement(d, world_.As(World::kCounter)); }),
      "SUPPLEMENT_ALREADY_SENT");
}

TEST_F(TransitionsTest, WithdrawalEndsEverythingButNotAfterAResult) {
  ToFirstStage();
  EXPECT_EQ(Refused([&](Dossier& d) { return Withdraw(d, world_.As(World::kOffice, "x")); }),
            "NOT_YOUR_TASK");
  {
    Dossier copy = dossier_;
    Do(Withdraw(dossier_, world_.AsCitizen("đổi ý")));
    EXPECT_EQ(dossier_.state, NationalState::kWithdrawn);
    EXPECT_EQ(dossier_.current_task(), nullptr);
    EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kOffice), ""); }),
              "WRONG_STATE");
    dossier_ = copy;
  }
  Do(Forward(dossier_, world_.As(World::kPartner), ""));
  Do(Forward(dossier_, world_.As(World::kOffice), ""));
  Do(Finish(dossier_, world_.As(World::kOffice), "", "1"));
  EXPECT_EQ(Refused([&](Dossier& d) { return Withdraw(d, world_.AsCitizen("x")); }), "WRONG_STATE");
}

TEST_F(TransitionsTest, AStopIsResumedOnlyWhereTheRulesSaySo) {
  EXPECT_EQ(Refused([&](Dossier& d) { return StopAtRequest(d, world_.As(World::kCounter, "x")); }),
            "WRONG_STATE");
  ToFirstStage();
  world_.now = World::At("2025-03-04T09:00");
  Do(StopAtRequest(dossier_, world_.As(World::kCounter, "theo đơn")));
  EXPECT_EQ(dossier_.state, NationalState::kStopped);
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kOffice), ""); }),
            "WRONG_STATE");
  EXPECT_EQ(Refused([&](Dossier& d) { return Resume(d, world_.As(World::kCounter)); }),
            "RESUME_NOT_ALLOWED");
  world_.rules.resume_allowed = true;
  world_.now = World::At("2025-03-05T09:00");
  Do(Resume(dossier_, world_.As(World::kCounter)));
  EXPECT_EQ(dossier_.state, NationalState::kInProcess);
  EXPECT_EQ(dossier_.due_at, World::At("2025-03-11T09:00"));
}

TEST_F(TransitionsTest, ReturningAsUnqualifiedNeedsAReason) {
  ToFirstStage();
  EXPECT_EQ(
      Refused([&](Dossier& d) { return ReturnUnqualified(d, world_.As(World::kOffice), ""); }),
      "REASON_MISSING");
  Do(ReturnUnqualified(dossier_, world_.As(World::kOffice, "không đủ điều kiện"), ""));
  EXPECT_EQ(dossier_.state, NationalState::kNotAccepted);
  EXPECT_EQ(dossier_.end_reason, EndReason::kReturnedUnqualified);
}

TEST_F(TransitionsTest, TheSenderTakesBackWhatNobodyHasTouched) {
  ToFirstStage();
  Do(Recall(dossier_, world_.As(World::kCounter)));
  EXPECT_EQ(dossier_.state, NationalState::kReceived);
  EXPECT_EQ(dossier_.current_task()->agency, World::kCounter);
  ToFirstStage();
  Do(RequestPayment(dossier_, world_.As(World::kPartner), "", 1000));
  EXPECT_EQ(Refused([&](Dossier& d) { return Recall(d, world_.As(World::kCounter)); }),
            "RECEIVER_HAS_ACTED");
  EXPECT_EQ(Refused([&](Dossier& d) { return Recall(d, world_.As(World::kOffice)); }),
            "NOTHING_TO_RECALL");
}

TEST_F(TransitionsTest, AnAgencyReopensItsPartOfAStageThatIsStillOpen) {
  ToFirstStage();
  Do(Forward(dossier_, world_.As(World::kPartner), ""));
  Do(Recall(dossier_, world_.As(World::kPartner)));
  EXPECT_FALSE(TaskOf(World::kPartner).empty());
  Do(Forward(dossier_, world_.As(World::kPartner), ""));
  Do(Forward(dossier_, world_.As(World::kOffice), ""));
  // The office ended the stage; the next one is the office's to take back, not the partner's.
  EXPECT_EQ(Refused([&](Dossier& d) { return Recall(d, world_.As(World::kPartner)); }),
            "NOTHING_TO_RECALL");
  Do(Recall(dossier_, world_.As(World::kOffice)));
  EXPECT_EQ(dossier_.FindTask(TaskOf(World::kOffice))->step_id, "appraise");
}

TEST_F(TransitionsTest, ATransferredTaskChangesHandsAndCanBeTakenBack) {
  ToFirstStage();
  Do(Transfer(dossier_, world_.As(World::kOffice), "", "Z01.300", ""));
  EXPECT_EQ(Refused([&](Dossier& d) { return Forward(d, world_.As(World::kOffice), ""); }),
            "NOT_YOUR_TASK");
  Do(Recall(dossier_, world_.As(World::kOffice)));
  EXPECT_FALSE(TaskOf(World::kOffice).empty());
  EXPECT_EQ(Refused([&](Dossier& d) {
              return Transfer(d, world_.As(World::kOffice), "", World::kOffice, "");
            }),
            "NOTHING_TO_TRANSFER");
}

TEST_F(TransitionsTest, AForwardIsNotTakenBackOverATransferByItsReceiver) {
  ToFirstStage();
  const Dossier forwarded = dossier_;
  for (const char* to : {World::kCounter, "Z01.300"}) {
    dossier_ = forwarded;
    Do(Transfer(dossier_, world_.As(World::kOffice), "", to, ""));
    EXPECT_EQ(Refused([&](Dossier& d) { return Recall(d, world_.As(World::kCounter)); }),
              "RECEIVER_HAS_ACTED");
    Do(Recall(dossier_, world_.As(World::kOffice)));
    Do(Recall(dossier_, world_.As(World::kCounter)));
    EXPECT_EQ(dossier_.state, NationalState::kReceived);
  }
}

TEST_F(TransitionsTest, AResultGoesByTheCounterToTheApplicant) {
  dossier_.fee_after_acceptance_vnd = 20000;
  ToFinished();
  EXPECT_EQ(dossier_.state, NationalState::kFinished);
  EXPECT_EQ(Refused([&](Dossier& d) { return HandOver(d, world_.As(World::kCounter), "sổ 1"); }),
            "RESULT_NOT_AT_COUNTER");
  EXPECT_EQ(Refused([&](Dossier& d) { return ConfirmResult(d, world_.As(World::kCounter)); }),
            "WRONG_STATE");
  EXPECT_EQ(Refused([&](Dossier& d) { return TransferResult(d, world_.As(World::kPartner)); }),
            "NOT_YOUR_TASK");
  Do(TransferResult(dossier_, world_.As(World::kOffice)));
  Do(ConfirmResult(dossier_, world_.As(World::kCounter)));
  EXPECT_EQ(Refused([&](Dossier& d) { return HandOver(d, world_.As(World::kCounter), "sổ 1"); }),
            "FEE_UNPAID");
  EXPECT_EQ(Refused([&](Dossier& d) {
              return ConfirmPayment(d, world_.As(World::kCounter), "", 1, "BL");
            }),
            "AMOUNT_DIFFERS");
  // The fee on the receipt was never requested (F23).
  EXPECT_EQ(Refused([&](Dossier& d) {
              return ConfirmPayment(d, world_.As(World::kCounter), "abc", 20000, "BL");
            }),
            "REQUEST_UNKNOWN");
  Do(ConfirmPayment(dossier_, world_.As(World::kCounter), "", 20000, "BL-2"));
  Do(HandOver(dossier_, world_.As(World::kCounter), "sổ 1"));
  EXPECT_EQ(dossier_.state, NationalState::kHandedOver);
  EXPECT_EQ(Refused([&](Dossier& d) { return HandOver(d, world_.As(World::kCounter), "sổ 1"); }),
            "WRONG_STATE");
}

TEST_F(TransitionsTest, ADossierIsFinishedOnlyWhenNothingElseIsOpen) {
  ToFirstStage();
  EXPECT_EQ(Refused([&](Dossier& d) { return Finish(d, world_.As(World::kOffice), "", "1"); }),
            "TASKS_OPEN");
  EXPECT_EQ(Refused([&](Dossier& d) { return Finish(d, world_.As(World::kOffice), "", ""); }),
            "RESULT_NUMBER_INVALID");
}

TEST_F(TransitionsTest, LimitsOfTextsCountCharacters) {
  ToFirstStage();
  std::string number;
  for (int i = 0; i < 64; ++i) {
    number += "ữ";
  }
  const auto finish = [&](const std::string& text) {
    return Refused([&](Dossier& d) { return Finish(d, world_.As(World::kOffice), "", text); });
  };
  EXPECT_EQ(finish(number), "TASKS_OPEN");
  EXPECT_EQ(finish(number + "ữ"), "RESULT_NUMBER_INVALID");
  EXPECT_EQ(finish(" "), "RESULT_NUMBER_INVALID");
  EXPECT_EQ(finish("1\n2"), "TEXT_INVALID");
}

TEST_F(TransitionsTest, OneReAppointmentAsAnInputOfTheSameComputation) {
  ToFirstStage();
  const calendar::Extension extension{.value = 2, .unit = calendar::LimitUnit::kWorkingDay};
  EXPECT_EQ(Refused([&](Dossier& d) {
              return Extend(d, world_.As(World::kPartner, "x"), extension, "1/PXL");
            }),
            "NOT_YOUR_TASK");
  Do(Extend(dossier_, world_.As(World::kOffice, "cần thẩm định thêm"), extension, "1/PXL"));
  EXPECT_EQ(dossier_.due_at, World::At("2025-03-12T09:00"));
  EXPECT_EQ(last_change_->due_before, World::At("2025-03-10T09:00"));
  EXPECT_EQ(Refused([&](Dossier& d) {
              return Extend(d, world_.As(World::kOffice, "x"), extension, "2/PXL");
            }),
            "ALREADY_EXTENDED");
}

TEST_F(TransitionsTest, WithoutALimitThereIsNothingToExtend) {
  ToFirstStage();
  dossier_.due_at.reset();
  const calendar::Extension extension{.value = 2, .unit = calendar::LimitUnit::kWorkingDay};
  EXPECT_EQ(Refused([&](Dossier& d) {
              return Extend(d, world_.As(World::kOffice, "x"), extension, "1");
            }),
            "NO_DUE_DATE");
}

TEST_F(TransitionsTest, ANewCalendarMovesTheDateAndLeavesTheRevision) {
  const auto later = calendar::WorkingCalendar::Create("test-2", world_.calendar.hours(), {2025},
                                                       {{.date = *calendar::ParseDate("2025-03-06"),
                                                         .kind = calendar::DayKind::kHoliday,
                                                         .name_vi = "Nghỉ",
                                                         .name_en = "Off",
                                                         .source_document = "1/QĐ"}});
  ASSERT_TRUE(later.ok()) << later.status();
  const std::int64_t revision = dossier_.revision;
  Situation situation{.actor = {.kind = ActorKind::kSystem, .id = "calendar"},
                      .now = world_.now,
                      .workflow = world_.workflow,
                      .rules = world_.rules,
                      .calendar = *later,
                      .ids = world_.ids};
  const auto decision = Decide(dossier_, Redate, situation, false);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_TRUE(decision->occurrence.has_value());
  EXPECT_EQ(decision->deadline->due_after, dossier_.due_at);
  EXPECT_EQ(dossier_.due_at, World::At("2025-03-11T09:00"));
  EXPECT_EQ(dossier_.revision, revision);
  EXPECT_EQ(dossier_.sequence, 1);
  // The same version again changes nothing.
  const auto again = Decide(dossier_, Redate, situation, false);
  EXPECT_TRUE(again.ok() && !again->occurrence.has_value());
  EXPECT_EQ(dossier_.sequence, 1);
}

}  // namespace
}  // namespace motcua::processing
