#include "domain/limit.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "domain/catalogue.h"

namespace motcua::intake {
namespace {

Limit Days(int value) {
  return {.value = value, .unit = LimitUnit::kWorkingDay};
}

TEST(ChooseLimit, TakesTheFirstThatMatches) {
  Limit online = Days(2);
  online.channels = {Channel::kOnline};
  Limit far = Days(20);
  far.place_class = "mountainous";
  Limit complex = Days(15);
  complex.variant = "complex";
  Limit second = Days(99);
  second.stage = 2;
  const std::vector<Limit> limits = {second, online, far, complex, Days(10)};

  EXPECT_EQ(ChooseLimit(limits, Channel::kOnline, "mountainous", "").value, 2);
  EXPECT_EQ(ChooseLimit(limits, Channel::kDirect, "mountainous", "").value, 20);
  EXPECT_EQ(ChooseLimit(limits, Channel::kDirect, "", "").value, 10);
  EXPECT_EQ(ChooseLimit(limits, Channel::kDirect, "", "complex").value, 15);
  // A variant that only selects a fee does not affect the limit.
  EXPECT_EQ(ChooseLimit(limits, Channel::kDirect, "", "land").value, 10);
  EXPECT_EQ(ChooseLimit({}, Channel::kDirect, "", ""), Limit());
}

TEST(ToLimitRule, WhatIsLeftOutIsTheDefaultOfTheLaw) {
  const auto rule = ToLimitRule(Days(3));
  ASSERT_TRUE(rule.ok());
  EXPECT_EQ(rule->value, 3);
  EXPECT_EQ(rule->convention, calendar::Convention::kKeepClockTime);
  EXPECT_EQ(rule->supplement_policy, calendar::SupplementPolicy::kRestart);
  EXPECT_EQ(rule->stage, 1);
}

TEST(ToLimitRule, CarriesWhatIsStated) {
  const auto rule = ToLimitRule(
      {.unit = LimitUnit::kSameDay,
       .convention = DueConvention::kEndOfDay,
       .cut_offs = {{.at = "15:00", .effect = CutOffEffect::kResultNextWorkingDay},
                    {.minutes_before_closing = 60, .effect = CutOffEffect::kStartNextWorkingDay}},
       .start_event = StartEvent::kElectronicDossier,
       .supplement_policy = SupplementPolicy::kPause});
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_FALSE(rule->value.has_value());
  EXPECT_EQ(rule->unit, calendar::LimitUnit::kSameDay);
  ASSERT_EQ(rule->cut_offs.size(), 2U);
  EXPECT_EQ(rule->cut_offs[0].at, std::chrono::hours(15));
  EXPECT_EQ(rule->cut_offs[1].basis, calendar::CutOff::Basis::kBeforeClosing);
  EXPECT_EQ(rule->start_event, calendar::StartEvent::kElectronicDossier);
  EXPECT_EQ(rule->supplement_policy, calendar::SupplementPolicy::kPause);
}

TEST(ToLimitRule, RefusesWhatMakesNoSense) {
  EXPECT_EQ(Reason(ToLimitRule(Days(3651)).status()), "LIMIT_VALUE_INVALID");
  EXPECT_EQ(Reason(ToLimitRule({.value = 1}).status()), "LIMIT_VALUE_INVALID");
  EXPECT_EQ(Reason(ToLimitRule({.value = 1, .unit = static_cast<LimitUnit>(42)}).status()),
            "LIMIT_UNIT_INVALID");
  Limit limit = Days(3);
  limit.cut_offs = {{.at = "15:00"}};
  EXPECT_EQ(Reason(ToLimitRule(limit).status()), "CUT_OFF_INVALID");
  limit.cut_offs = {{.at = "15:00", .effect = CutOffEffect::kResultNextWorkingDay}};
  EXPECT_EQ(Reason(ToLimitRule(limit).status()), "CUT_OFF_INVALID");
  limit.cut_offs.clear();
  limit.pauses = {{.kind = PauseKind::kStop, .legal_ground = "law"}, {}};
  EXPECT_EQ(Reason(ToLimitRule(limit).status()), "PAUSE_KIND_INVALID");
}

TEST(FeeDue, TheFirstMatchingLineOfEachCodeCounts) {
  Procedure procedure;
  procedure.fees = {
      {.code = "a", .amount_vnd = 0, .timing = FeeTiming::kFree, .channels = {Channel::kOnline}},
      {.code = "a", .amount_vnd = 8000, .timing = FeeTiming::kBeforeAcceptance},
      {.code = "b",
       .amount_vnd = 500,
       .timing = FeeTiming::kBeforeAcceptance,
       .payer = "household"},
      {.code = "b", .amount_vnd = 900, .timing = FeeTiming::kAfterAcceptance}};
  const auto due = [&](FeeTiming timing, Channel channel, const char* payer) {
    return FeeDue(procedure, timing, channel, payer, "");
  };
  EXPECT_EQ(due(FeeTiming::kBeforeAcceptance, Channel::kOnline, ""), 0);
  EXPECT_EQ(due(FeeTiming::kBeforeAcceptance, Channel::kDirect, ""), 8000);
  EXPECT_EQ(due(FeeTiming::kBeforeAcceptance, Channel::kDirect, "household"), 8500);
  EXPECT_EQ(due(FeeTiming::kAfterAcceptance, Channel::kDirect, "household"), 0);
  EXPECT_EQ(due(FeeTiming::kAfterAcceptance, Channel::kDirect, ""), 900);
}

TEST(NormaliseProcedureCode, KeepsTwoGroups) {
  EXPECT_EQ(NormaliseProcedureCode("1.014464.H12"), "1.014464");
  EXPECT_EQ(NormaliseProcedureCode(" 1.001122.000.00.00.H48 "), "1.001122");
  EXPECT_EQ(NormaliseProcedureCode("1.001122"), "1.001122");
  EXPECT_EQ(NormaliseProcedureCode("x"), "x");
  EXPECT_EQ(NormaliseProcedureCode("  "), "");
}

}  // namespace
}  // namespace motcua::intake
