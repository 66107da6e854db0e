#include "motcua/wire/limit.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::wire {
namespace {

TEST(LimitTest, CarriesEveryInputOfTheDueDate) {
  type::v1::Limit limit;
  limit.set_value(8);
  limit.set_unit(type::v1::LIMIT_UNIT_WORKING_HOUR);
  limit.set_convention(type::v1::DUE_CONVENTION_END_OF_DAY);
  limit.set_start_event(type::v1::START_EVENT_RECEIPT_SENT);
  limit.set_supplement_policy(type::v1::SUPPLEMENT_POLICY_PAUSE);
  limit.set_stage(2);
  auto* cut_off = limit.add_cut_offs();
  cut_off->set_at("15:00");
  cut_off->set_effect(type::v1::CUT_OFF_EFFECT_START_NEXT_WORKING_DAY);
  cut_off = limit.add_cut_offs();
  cut_off->set_minutes_before_closing(60);
  cut_off->set_effect(type::v1::CUT_OFF_EFFECT_FORWARD_ONLY);
  auto* pause = limit.add_pauses();
  pause->set_kind(type::v1::PAUSE_KIND_PAYMENT);
  pause->set_legal_ground("QĐ 629");

  const auto rule = ToLimitRule(limit);
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(rule->value, 8);
  EXPECT_EQ(rule->unit, calendar::LimitUnit::kWorkingHour);
  EXPECT_EQ(rule->convention, calendar::Convention::kEndOfDay);
  EXPECT_EQ(rule->start_event, calendar::StartEvent::kReceiptSent);
  EXPECT_EQ(rule->supplement_policy, calendar::SupplementPolicy::kPause);
  EXPECT_EQ(rule->stage, 2);
  ASSERT_EQ(rule->cut_offs.size(), 2U);
  EXPECT_EQ(rule->cut_offs[0].at, std::chrono::minutes(15 * 60));
  EXPECT_EQ(rule->cut_offs[0].effect, calendar::CutOffEffect::kStartNextWorkingDay);
  EXPECT_EQ(rule->cut_offs[1].basis, calendar::CutOff::Basis::kBeforeClosing);
  EXPECT_EQ(rule->cut_offs[1].at, std::chrono::minutes(60));
  ASSERT_TRUE(rule->allowed_pauses.has_value());
  EXPECT_EQ(rule->allowed_pauses->at(0).kind, kPaymentPause);
}

TEST(LimitTest, NoUnitMeansNoLimitAndSameDayHasNoValue) {
  type::v1::Limit none;
  EXPECT_FALSE(ToLimitRule(none)->value.has_value());
  type::v1::Limit same_day;
  same_day.set_unit(type::v1::LIMIT_UNIT_SAME_DAY);
  EXPECT_EQ(ToLimitRule(same_day)->unit, calendar::LimitUnit::kSameDay);
}

TEST(LimitTest, RefusesWhatItDoesNotKnow) {
  type::v1::Limit limit;
  limit.set_unit(static_cast<type::v1::LimitUnit>(99));
  limit.set_value(1);
  EXPECT_EQ(Reason(ToLimitRule(limit).status()), "LIMIT_INVALID");
  limit.set_unit(type::v1::LIMIT_UNIT_WORKING_DAY);
  limit.set_value(0);
  EXPECT_EQ(Reason(ToLimitRule(limit).status()), "LIMIT_INVALID");
  limit.set_value(3);
  limit.add_cut_offs()->set_effect(type::v1::CUT_OFF_EFFECT_FORWARD_ONLY);
  EXPECT_EQ(Reason(ToLimitRule(limit).status()), "LIMIT_INVALID");
}

}  // namespace
}  // namespace motcua::wire
