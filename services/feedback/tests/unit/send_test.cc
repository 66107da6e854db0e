#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "domain/transitions.h"
#include "support/builders.h"

namespace motcua::feedback {
namespace {

using namespace feedback::testing;  // NOLINT(google-build-using-namespace)

struct Refusal {
  std::string reason;
  std::string field;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

Refusal RefusalOf(const absl::Status& status) {
  const ErrorMetadata metadata = Metadata(status);
  return {.reason = Reason(status), .field = metadata.empty() ? "" : metadata.front().second};
}

class SendTest : public ::testing::Test {
 protected:
  Refusal Try(const Draft& draft, const Actor& actor = Citizen()) const {
    return RefusalOf(Send(draft, actor, At("2026-11-20T09:15"), rules_).status());
  }
  const Rules rules_ = TheRules();
};

std::string Repeated(const std::string& character, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) {
    text += character;
  }
  return text;
}

TEST_F(SendTest, BeginsAtTheCentreWithItsDates) {
  const auto petition = Send(ADraft(), Citizen(), At("2026-11-20T09:15"), rules_);
  ASSERT_TRUE(petition.ok()) << petition.status();
  EXPECT_EQ(petition->state, PetitionState::kNew);
  EXPECT_EQ(petition->handling_agency, kCentre);
  EXPECT_EQ(petition->rules_version, "v1");
  EXPECT_EQ(petition->deadlines.refuse, At("2026-11-25T17:00"));
  EXPECT_EQ(petition->deadlines.ask, At("2026-11-30T17:00"));
  EXPECT_EQ(petition->deadlines.answer, At("2026-12-14T17:00"));
}

TEST_F(SendTest, SentOnADayOffCountsFromTheNextWorkingDayOn) {
  // Friday 09:15 and Saturday 23:59: Monday is the first day that counts for both.
  const auto saturday = Send(ADraft(), Citizen(), At("2026-11-21T23:59"), rules_);
  ASSERT_TRUE(saturday.ok());
  EXPECT_EQ(saturday->deadlines.answer, At("2026-12-14T17:00"));
}

TEST_F(SendTest, TextsAreCountedInCharacters) {
  Draft draft = ADraft();
  draft.title = Repeated("ệ", 2000);
  draft.content = Repeated("🙂", 20000);
  EXPECT_EQ(Try(draft).reason, "");
  draft.title += "ệ";
  EXPECT_EQ(Try(draft), (Refusal{"TEXT_TOO_LONG", "title"}));
  draft = ADraft();
  draft.content = Repeated("ộ", 20001);
  EXPECT_EQ(Try(draft), (Refusal{"TEXT_TOO_LONG", "content"}));
}

TEST_F(SendTest, WhatIsNoTextIsRefusedWithItsField) {
  for (const std::string& bad :
       {std::string("\xff"), std::string("a\0b", 3), std::string("\x1b[2J"), std::string("\x7f"),
        std::string("\xc2\x85"), std::string("\xed\xa0\x80"), std::string("\xc0\xaf"),
        std::string("\xf4\x90\x80\x80"), std::string("\xe1\xbb")}) {
    Draft draft = ADraft();
    draft.content = bad;
    EXPECT_EQ(Try(draft), (Refusal{"TEXT_INVALID", "content"}));
    draft = ADraft();
    draft.title = bad;
    EXPECT_EQ(Try(draft), (Refusal{"TEXT_INVALID", "title"}));
    draft = ADraft();
    draft.sender.full_name = bad;
    EXPECT_EQ(Try(draft), (Refusal{"TEXT_INVALID", "sender.full_name"}));
  }
  Draft draft = ADraft();
  draft.title = "hai\ndòng";
  EXPECT_EQ(Try(draft), (Refusal{"TEXT_INVALID", "title"}));
  draft.title = " \t ";
  EXPECT_EQ(Try(draft), (Refusal{"TEXT_INVALID", "title"}));
  draft.title = "   ";
  EXPECT_EQ(Try(draft), (Refusal{"TEXT_MISSING", "title"}));
}

TEST_F(SendTest, TheSenderCanBeReached) {
  Draft draft = ADraft();
  draft.sender.full_name = " ";
  EXPECT_EQ(Try(draft).reason, "SENDER_NAME_MISSING");
  draft = ADraft();
  draft.sender = {.full_name = "Nguyễn Văn A"};
  EXPECT_EQ(Try(draft).reason, "SENDER_CONTACT_MISSING");
  draft.sender.address = "Ấp 1";
  EXPECT_EQ(Try(draft).reason, "");
  draft.sender.phone = "113";
  EXPECT_EQ(Try(draft).reason, "PHONE_INVALID");
  draft.sender.phone = "+84 90 123 45 67";
  EXPECT_EQ(Try(draft).reason, "");
  draft.sender.email = "không phải";
  EXPECT_EQ(Try(draft).reason, "EMAIL_INVALID");
}

TEST_F(SendTest, EachChannelHasItsActor) {
  const Actor system{.kind = ActorKind::kSystem, .id = "portalsync", .agency = {}};
  Draft draft = ADraft();
  EXPECT_EQ(Try(draft, Officer(kWard)).reason, "CHANNEL_INVALID");
  draft.channel = PetitionChannel::kPhone;
  EXPECT_EQ(Try(draft, Officer(kWard)).reason, "");
  EXPECT_EQ(Try(draft, Citizen()).reason, "CHANNEL_INVALID");
  draft.channel = PetitionChannel::kNationalPortal;
  EXPECT_EQ(Try(draft, system).reason, "");
  draft.channel = PetitionChannel::kUnspecified;
  EXPECT_EQ(Try(draft, Officer(kWard)).reason, "CHANNEL_INVALID");
}

TEST_F(SendTest, NothingIsTakenWithoutRules) {
  Draft draft = ADraft();
  draft.about_agency = kClosed;
  EXPECT_EQ(Try(draft), (Refusal{"AGENCY_UNKNOWN", "about_agency"}));
  const auto reason = [&](const Rules& rules, const std::string& at) {
    draft.about_agency.clear();
    return Reason(Send(draft, Citizen(), At(at), rules).status());
  };
  EXPECT_EQ(reason(rules_, "2025-11-20T09:15"), "RULES_UNKNOWN");
  const Agency centre{.code = kCentre, .valid_from = "2025-07-01"};
  EXPECT_EQ(reason(Rules({centre}, {SomeRules()}, nullptr), "2026-11-20T09:15"),
            "CALENDAR_UNKNOWN");
  EXPECT_EQ(reason(Rules({}, {SomeRules()}, ACalendar()), "2026-11-20T09:15"), "CENTRE_UNKNOWN");
}

TEST(PetitionCodeTest, SaysProvinceDayAndSerial) {
  EXPECT_EQ(FormatPetitionCode("H19", At("2026-11-21T00:30"), 7), "PA.H19-261121-0007");
  EXPECT_EQ(FormatPetitionCode("H19", At("2026-11-21T23:30"), 12345), "PA.H19-261121-12345");
}

TEST(PetitionRulesTest, TheFirstLineThatMatchesIsTaken) {
  PetitionRules rules = SomeRules();
  rules.limits[0].channels = {PetitionChannel::kPhone};
  EXPECT_EQ(LineOf(rules, PetitionClass::kBehaviour, PetitionChannel::kPhone), 0);
  EXPECT_EQ(LineOf(rules, PetitionClass::kBehaviour, PetitionChannel::kPost), 1);
  EXPECT_EQ(LineOf(rules, PetitionClass::kRegulation, PetitionChannel::kPhone), 1);
  EXPECT_EQ(LineOf(rules, PetitionClass::kUnclassified, PetitionChannel::kPhone), 1);
}

TEST(PetitionRulesTest, WhatLeavesAPetitionWithoutADateIsRefused) {
  const auto fault = [](const std::function<void(PetitionRules&)>& spoil) {
    PetitionRules rules = SomeRules();
    spoil(rules);
    const absl::Status status = CheckRules(rules);
    EXPECT_EQ(Reason(status), status.ok() ? "" : "PETITION_RULES_INVALID");
    return RefusalOf(status).field;
  };
  EXPECT_EQ(fault([](PetitionRules&) {}), "");
  EXPECT_EQ(fault([](PetitionRules& r) { r.version = ""; }), "version");
  EXPECT_EQ(fault([](PetitionRules& r) { r.valid_from = "2026-02-30"; }), "valid_from");
  EXPECT_EQ(fault([](PetitionRules& r) { r.centre = " "; }), "centre");
  EXPECT_EQ(fault([](PetitionRules& r) { r.limits.clear(); }), "limits");
  EXPECT_EQ(fault([](PetitionRules& r) { r.limits.pop_back(); }), "limits");
  EXPECT_EQ(fault([](PetitionRules& r) { r.limits[0].answer.value = 0; }), "limits[0].answer");
  EXPECT_EQ(fault([](PetitionRules& r) { r.limits[1].publish.value = -1; }), "limits[1].publish");
  EXPECT_EQ(fault([](PetitionRules& r) { r.limits[1].legal_ground = ""; }),
            "limits[1].legal_ground");
}

TEST(PetitionRulesTest, AVersionThatIsStoredNeverChanges) {
  const Rules stored({}, {SomeRules()}, nullptr);
  EXPECT_FALSE(DecideLoad(SomeRules(), stored).value());
  PetitionRules changed = SomeRules();
  changed.limits.back().answer.value += 1;
  EXPECT_EQ(Reason(DecideLoad(changed, stored).status()), "VERSION_FROZEN");
  changed.version = "another";
  EXPECT_TRUE(DecideLoad(changed, stored).value());
  changed.limits.clear();
  EXPECT_EQ(Reason(DecideLoad(changed, stored).status()), "PETITION_RULES_INVALID");
}

TEST(RulesTest, TheLatestBeginningIsInForceAndTheLastLoadedOfEqualOnes) {
  PetitionRules later = SomeRules();
  later.version = "v2";
  later.valid_from = "2026-12-01";
  PetitionRules corrected = later;
  corrected.version = "v2b";
  const Rules rules({}, {later, SomeRules(), corrected}, nullptr);
  EXPECT_EQ(rules.InForce("2025-12-31"), nullptr);
  EXPECT_EQ(rules.InForce("2026-11-30")->version, "v1");
  EXPECT_EQ(rules.InForce("2026-12-01")->version, "v2b");
}

}  // namespace
}  // namespace motcua::feedback
