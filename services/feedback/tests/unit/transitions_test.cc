#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "support/builders.h"

namespace motcua::feedback {
namespace {

using namespace feedback::testing;  // NOLINT(google-build-using-namespace)
using State = PetitionState;

const std::set<State> kEvery = {
    State::kNew,          State::kAccepted,  State::kAssigned,       State::kNeedInfo,
    State::kSupplemented, State::kAnswered,  State::kWaitingPublish, State::kPublished,
    State::kRefused,      State::kForwarded, State::kJoined};

/// One row of the contract's table: what a command does, and from where.
struct Row {
  std::string name;
  std::function<Transition(Petition&, const Situation&)> run;
  std::set<State> from;
  State to;
};

std::vector<Row> Table() {
  return {
      {"accept",
       [](Petition& p, const Situation& s) {
         return Accept(p, s, PetitionClass::kRegulation, false);
       },
       {State::kNew, State::kSupplemented},
       State::kAccepted},
      {"refuse",
       [](Petition& p, const Situation& s) { return Refuse(p, s); },
       {State::kNew, State::kSupplemented, State::kNeedInfo},
       State::kRefused},
      {"ask",
       [](Petition& p, const Situation& s) { return Ask(p, s, "Ở đâu?"); },
       {State::kNew, State::kAccepted, State::kAssigned},
       State::kNeedInfo},
      {"supplement",
       [](Petition& p, const Situation& s) { return Supplement(p, s, "Ở phường."); },
       {State::kNeedInfo},
       State::kSupplemented},
      {"assign",
       [](Petition& p, const Situation& s) { return Assign(p, s, kWard); },
       {State::kAccepted, State::kAssigned},
       State::kAssigned},
      {"transfer",
       [](Petition& p, const Situation& s) { return Transfer(p, s, kWard, ""); },
       {State::kNew, State::kAccepted, State::kAssigned},
       State::kAssigned},
      {"forward",
       [](Petition& p, const Situation& s) { return Transfer(p, s, "", "Bộ Tư pháp"); },
       {State::kNew, State::kAccepted, State::kAssigned},
       State::kForwarded},
      {"join",
       [](Petition& p, const Situation& s) {
         const Petition earlier = AnEarlierOne(s.rules);
         return Join(p, {.now = s.now,
                         .actor = s.actor,
                         .reason = s.reason,
                         .rules = s.rules,
                         .other = &earlier});
       },
       {State::kNew, State::kAccepted, State::kAssigned, State::kNeedInfo, State::kSupplemented},
       State::kJoined},
      {"answer to publish",
       [](Petition& p, const Situation& s) { return Answer(p, s, "Đã xử lý.", true); },
       {State::kAssigned},
       State::kWaitingPublish},
      {"answer unpublished",
       [](Petition& p, const Situation& s) { return Answer(p, s, "Đã xử lý.", false); },
       {State::kAssigned},
       State::kAnswered},
      {"publish",
       [](Petition& p, const Situation& s) { return Publish(p, s, "Một người dân phản ánh."); },
       {State::kWaitingPublish},
       State::kPublished},
  };
}

class TransitionsTest : public ::testing::Test {
 protected:
  /// By an officer of the handling agency, on 2026-11-26.
  Situation By(const Actor& actor, const std::string& reason) const {
    return {.now = At("2026-11-26T09:00"), .actor = actor, .reason = reason, .rules = rules_};
  }

  const Rules rules_ = TheRules();
  const std::string reason_ = "lý do";
  const std::string no_reason_;
  const Actor centre_ = Officer(kCentre);
  const Actor office_ = Officer(kOffice);
  const Actor ward_ = Officer(kWard);
  const Actor citizen_ = Citizen();
};

TEST_F(TransitionsTest, EveryCommandInEveryState) {
  for (const Row& row : Table()) {
    for (const State from : kEvery) {
      SCOPED_TRACE(row.name + " from " + std::string(NameOf(from)));
      Petition petition = InState(from, rules_);
      const Actor handling = Officer(petition.handling_agency);
      const Transition line = row.run(petition, By(handling, reason_));
      if (row.from.count(from) == 0) {
        EXPECT_EQ(line.status().code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(Reason(line.status()), "WRONG_STATE");
        EXPECT_EQ(petition.state, from);
        continue;
      }
      ASSERT_TRUE(line.ok()) << line.status();
      EXPECT_EQ(petition.state, row.to);
      EXPECT_EQ(line->state, row.to);
      EXPECT_EQ(line->at, At("2026-11-26T09:00"));
      EXPECT_EQ(StepDueAt(petition).has_value(), !IsEnded(row.to));
    }
  }
}

TEST_F(TransitionsTest, OnlyTheHandlingAgencyAndTheCentreAct) {
  for (const Row& row : Table()) {
    SCOPED_TRACE(row.name);
    Petition petition = InState(*row.from.rbegin(), rules_);
    EXPECT_EQ(Reason(row.run(petition, By(ward_, reason_)).status()), "NOT_YOUR_PETITION");
    if (row.name != "supplement") {
      EXPECT_EQ(Reason(row.run(petition, By(citizen_, reason_)).status()), "NOT_YOUR_PETITION");
    }
    const Actor system{.kind = ActorKind::kSystem, .id = "portalsync", .agency = {}};
    EXPECT_EQ(Reason(row.run(petition, By(system, reason_)).status()), "NOT_YOUR_PETITION");
    // Only the handling agency may answer; the centre may do everything else.
    const bool by_centre = row.run(petition, By(centre_, reason_)).ok();
    EXPECT_EQ(by_centre, petition.handling_agency == kCentre || !row.name.starts_with("answer"));
  }
}

TEST_F(TransitionsTest, AReasonIsObligatoryWhereTheContractSaysSo) {
  Petition fresh = InState(State::kNew, rules_);
  EXPECT_EQ(Reason(Refuse(fresh, By(centre_, no_reason_)).status()), "REASON_MISSING");
  EXPECT_EQ(Reason(Transfer(fresh, By(centre_, no_reason_), kWard, "").status()), "REASON_MISSING");
  EXPECT_TRUE(Accept(fresh, By(centre_, no_reason_), PetitionClass::kBoth, false).ok());
  Petition assigned = InState(State::kAssigned, rules_);
  EXPECT_EQ(Reason(Answer(assigned, By(office_, no_reason_), "Xong.", false).status()),
            "REASON_MISSING");
  EXPECT_TRUE(Answer(assigned, By(office_, no_reason_), "Xong.", true).ok());
}

TEST_F(TransitionsTest, WhoGetsItIsAnAgencyInOperation) {
  Petition accepted = InState(State::kAccepted, rules_);
  EXPECT_EQ(Reason(Assign(accepted, By(centre_, reason_), "H19.000").status()), "AGENCY_UNKNOWN");
  EXPECT_EQ(Reason(Assign(accepted, By(centre_, reason_), kClosed).status()), "AGENCY_UNKNOWN");
  EXPECT_EQ(Reason(Transfer(accepted, By(centre_, reason_), "", "").status()), "AGENCY_MISSING");
  EXPECT_EQ(Reason(Transfer(accepted, By(centre_, reason_), kWard, "Bộ").status()),
            "AGENCY_AMBIGUOUS");
  EXPECT_EQ(Reason(Transfer(accepted, By(centre_, reason_), kCentre, "").status()),
            "AGENCY_UNCHANGED");
  EXPECT_EQ(accepted.state, State::kAccepted);
  const Transition line = Assign(accepted, By(centre_, reason_), kOffice);
  ASSERT_TRUE(line.ok());
  EXPECT_EQ(line->from_agency, kCentre);
  EXPECT_EQ(line->to_agency, kOffice);
  EXPECT_EQ(accepted.handling_agency, kOffice);
  EXPECT_EQ(Reason(Assign(accepted, By(office_, reason_), kOffice).status()), "AGENCY_UNCHANGED");
}

TEST_F(TransitionsTest, AClassIsNeededToAccept) {
  Petition petition = InState(State::kNew, rules_);
  EXPECT_EQ(Reason(Accept(petition, By(centre_, ""), PetitionClass::kUnclassified, false).status()),
            "CLASS_INVALID");
}

TEST_F(TransitionsTest, ARestrictedPetitionIsNotPublishedAndReadByFew) {
  Petition petition = InState(State::kNew, rules_);
  ASSERT_TRUE(Accept(petition, By(centre_, ""), PetitionClass::kBehaviour, true).ok());
  ASSERT_TRUE(Assign(petition, By(centre_, ""), kOffice).ok());
  EXPECT_EQ(Reason(Answer(petition, By(office_, reason_), "Xong.", true).status()),
            "PETITION_RESTRICTED");
  const Instant now = At("2026-11-26T09:00");
  EXPECT_EQ(ViewOf(petition, office_, rules_, now), View::kFull);
  EXPECT_EQ(ViewOf(petition, centre_, rules_, now), View::kWithoutSender);
  EXPECT_EQ(ViewOf(petition, ward_, rules_, now), View::kNone);
  EXPECT_EQ(ViewOf(petition, citizen_, rules_, now), View::kNone);
  petition.restricted = false;
  EXPECT_EQ(ViewOf(petition, ward_, rules_, now), View::kWithoutSender);
}

TEST_F(TransitionsTest, WhatEverybodyReadsDoesNotNameTheSender) {
  for (const std::string& text :
       {std::string("Ông Nguyễn Văn A phản ánh"), std::string("gọi 090 123.45-67"),
        std::string("gọi +84901234567"), std::string("thư a@example.vn"),
        std::string("bà NGUYEN VAN  A."), std::string("Nguye\u0302\u0303n Va\u0306n A"),
        std::string("Nguy\u200Bễn-Văn-A"), std::string("gọi (090) 123\u00A045\u201367"),
        std::string("thư A@EXAMPLE.VN")}) {
    Petition waiting = InState(State::kWaitingPublish, rules_);
    EXPECT_EQ(Reason(Publish(waiting, By(office_, ""), text).status()), "NAMES_SENDER") << text;
    Petition assigned = InState(State::kAssigned, rules_);
    EXPECT_EQ(Reason(Answer(assigned, By(office_, ""), text, true).status()), "NAMES_SENDER");
    EXPECT_TRUE(Answer(assigned, By(office_, reason_), text, false).ok());
  }
}

TEST_F(TransitionsTest, OtherNamesAndNumbersMayBePublished) {
  for (const std::string& text : {std::string("Văn A đã trả lời"), std::string("ông Nguyễn Văn An"),
                                  std::string("gọi 0901234568"), std::string("thư b@example.vn")}) {
    Petition waiting = InState(State::kWaitingPublish, rules_);
    EXPECT_TRUE(Publish(waiting, By(office_, ""), text).ok()) << text;
  }
}

TEST_F(TransitionsTest, StepsAreDueByTheRulesAndTheHistorySaysSo) {
  // Sent Friday 20/11; Tuesday 24/11 is a day off.
  Petition petition = InState(State::kNew, rules_);
  EXPECT_EQ(StepDueAt(petition), At("2026-11-25T17:00"));
  const Transition accepted = Accept(petition, By(centre_, ""), PetitionClass::kRegulation, false);
  EXPECT_EQ(accepted->due_at, At("2026-11-25T17:00"));
  EXPECT_EQ(StepDueAt(petition), At("2026-11-30T17:00"));
  const Transition asked = Ask(petition, By(centre_, ""), "Ở đâu?");
  EXPECT_EQ(asked->due_at, At("2026-11-30T17:00"));
  EXPECT_EQ(StepDueAt(petition), At("2026-12-14T17:00"));  // the clock keeps running
  ASSERT_TRUE(Supplement(petition, By(citizen_, ""), "Ở phường.").ok());
  ASSERT_TRUE(Accept(petition, By(centre_, ""), PetitionClass::kRegulation, false).ok());
  // Only the first question has a limit.
  EXPECT_EQ(Ask(petition, By(centre_, ""), "Khi nào?")->due_at, std::nullopt);
}

TEST_F(TransitionsTest, AClassWithLimitsOfItsOwnMovesTheAnswer) {
  Petition petition = InState(State::kNew, rules_);
  EXPECT_EQ(petition.deadlines.answer, At("2026-12-14T17:00"));
  ASSERT_TRUE(Accept(petition, By(centre_, ""), PetitionClass::kBehaviour, false).ok());
  EXPECT_EQ(petition.deadlines.answer, At("2026-11-30T17:00"));
  EXPECT_EQ(petition.rules_line, 0);
  // A transfer inside the province does not restart the clock.
  ASSERT_TRUE(Transfer(petition, By(centre_, reason_), kOffice, "").ok());
  EXPECT_EQ(petition.deadlines.answer, At("2026-11-30T17:00"));
}

TEST_F(TransitionsTest, ThePublicationIsDueFromTheAnswer) {
  Petition petition = InState(State::kAssigned, rules_);
  const Transition answered = Answer(petition, By(office_, ""), "Xong.", true);
  ASSERT_TRUE(answered.ok());
  EXPECT_EQ(answered->due_at, At("2026-12-14T17:00"));
  EXPECT_EQ(StepDueAt(petition), At("2026-11-30T17:00"));
  EXPECT_EQ(Publish(petition, By(office_, ""), "Một người.")->due_at, At("2026-11-30T17:00"));
}

}  // namespace
}  // namespace motcua::feedback
