#include "domain/delivery_rules.h"

#include <gtest/gtest.h>

#include "motcua/calendar/time_zone.h"

namespace motcua::notification {
namespace {

using namespace std::chrono_literals;
using dossier::NationalState;

Instant At(const char* local) {
  return *calendar::ParseRfc3339(std::string(local) + ":00+07:00");
}

Message AMessage() {
  Message message;
  message.id = "01924f1c-0000-7000-8000-000000000001";
  message.moment = Moment::kResultReady;
  message.valid_until = At("2025-03-20T10:00");
  return message;
}

Situation At(const char* local, NationalState state) {
  return {.now = At(local), .dossier_state = state};
}

TEST(QuietHoursTest, LastFromNineToSeven) {
  const QuietHours hours;
  EXPECT_FALSE(IsQuiet(hours, At("2025-03-12T20:59")));
  EXPECT_TRUE(IsQuiet(hours, At("2025-03-12T21:00")));
  EXPECT_TRUE(IsQuiet(hours, At("2025-03-13T00:00")));
  EXPECT_TRUE(IsQuiet(hours, At("2025-03-13T06:59")));
  EXPECT_FALSE(IsQuiet(hours, At("2025-03-13T07:00")));
  const QuietHours noon{.from = 12h, .to = 13h};
  EXPECT_TRUE(IsQuiet(noon, At("2025-03-13T12:30")));
  EXPECT_FALSE(IsQuiet(noon, At("2025-03-13T21:30")));
}

TEST(QuietHoursTest, ReleaseIsSpreadOverAQuarterOfAnHour) {
  const QuietHours hours;
  Instant first = Instant::max();
  Instant last = Instant::min();
  for (int i = 0; i < 500; ++i) {
    const Instant release = ReleaseAt(hours, At("2025-03-12T22:00"), std::to_string(i));
    EXPECT_GE(release, At("2025-03-13T07:00"));
    EXPECT_LT(release, At("2025-03-13T07:15"));
    EXPECT_FALSE(IsQuiet(hours, release));
    first = std::min(first, release);
    last = std::max(last, release);
  }
  EXPECT_GT(last - first, 10min);
  // The same however often it is asked, and in every version.
  for (const char* asked : {"2025-03-12T22:00", "2025-03-13T03:00"}) {
    EXPECT_EQ(ReleaseAt(hours, At(asked), "x"), At("2025-03-13T07:00") + 11min + 11s);
  }
}

TEST(DecideTest, SendsWhatIsTrueByDay) {
  EXPECT_EQ(DecideBeforeSend(AMessage(), At("2025-03-12T10:00", NationalState::kFinished), {}).kind,
            Decision::Kind::kSend);
}

TEST(DecideTest, HoldsByNightUnlessUrgent) {
  Message message = AMessage();
  const Situation night = At("2025-03-12T23:00", NationalState::kFinished);
  const Decision held = DecideBeforeSend(message, night, {});
  EXPECT_EQ(held.kind, Decision::Kind::kHold);
  EXPECT_EQ(held.not_before, ReleaseAt({}, night.now, message.id));
  message.urgent = true;
  EXPECT_EQ(DecideBeforeSend(message, night, {}).kind, Decision::Kind::kSend);
}

TEST(DecideTest, ChecksAgainWhatHasWaited) {
  Message message = AMessage();
  const Situation over = At("2025-03-13T07:05", NationalState::kHandedOver);
  EXPECT_EQ(DecideBeforeSend(message, over, {}).kind, Decision::Kind::kSend);
  message.held = true;
  EXPECT_EQ(DecideBeforeSend(message, over, {}).end.reason, kOvertaken);
  message.held = false;
  message.attempts = 1;
  EXPECT_EQ(DecideBeforeSend(message, over, {}).end.reason, kOvertaken);
}

TEST(DecideTest, OptOutStopsAllButWhatTheLawDemands) {
  Message message = AMessage();
  Situation out = At("2025-03-12T10:00", NationalState::kFinished);
  out.opted_out = true;
  const Decision stopped = DecideBeforeSend(message, out, {});
  EXPECT_EQ(stopped.kind, Decision::Kind::kEnd);
  EXPECT_EQ(stopped.end.state, MessageState::kSuppressed);
  EXPECT_EQ(stopped.end.reason, kOptedOut);
  message.obligatory = true;
  EXPECT_EQ(DecideBeforeSend(message, out, {}).kind, Decision::Kind::kSend);
}

TEST(DecideTest, ExpiresByItsValidityOrAfterFourHoursOfTrying) {
  Message message = AMessage();
  const Decision late =
      DecideBeforeSend(message, At("2025-03-20T10:00", NationalState::kFinished), {});
  EXPECT_EQ(late.end.state, MessageState::kExpired);
  EXPECT_EQ(late.end.reason, kValidityEnded);
  Situation tried = At("2025-03-12T10:00", NationalState::kFinished);
  tried.trying_for = 4h;
  EXPECT_EQ(DecideBeforeSend(message, tried, {}).end.reason, kRetriesEnded);
  tried.trying_for = 4h - 1s;
  EXPECT_EQ(DecideBeforeSend(message, tried, {}).kind, Decision::Kind::kSend);
}

TEST(SettleTest, IsSentAgainOnlyWhenTheGatewaySurelyHasItNot) {
  EXPECT_EQ(Settle(GatewayAnswer::kAccepted, 1).state, MessageState::kHandedOff);
  EXPECT_EQ(Settle(GatewayAnswer::kRefused, 1).state, MessageState::kFailed);
  EXPECT_EQ(Settle(GatewayAnswer::kUnclear, 1).state, MessageState::kUnknown);
  EXPECT_EQ(Settle(GatewayAnswer::kBusy, 1).state, MessageState::kCreated);
  EXPECT_EQ(Settle(GatewayAnswer::kNotReached, 1).state, MessageState::kCreated);
}

TEST(SettleTest, ADeniedMessageWaitsAndItsHoursOfTryingDoNotRun) {
  const Settlement denied = Settle(GatewayAnswer::kDenied, 2);
  EXPECT_EQ(denied.state, MessageState::kCreated);
  EXPECT_EQ(denied.next.wait, 2min);
  EXPECT_TRUE(denied.next.afresh);
  EXPECT_FALSE(Settle(GatewayAnswer::kBusy, 2).next.afresh);
  EXPECT_FALSE(Settle(GatewayAnswer::kNotReached, 2).next.afresh);
}

TEST(SettleTest, WaitsLongerAndLonger) {
  const std::chrono::seconds waits[] = {30s, 2min, 5min, 10min, 10min, 10min};
  for (int attempts = 1; attempts <= 6; ++attempts) {
    EXPECT_EQ(Settle(GatewayAnswer::kBusy, attempts).next.wait, waits[attempts - 1]);
  }
  EXPECT_EQ(WaitAfter(0), 30s);
}

}  // namespace
}  // namespace motcua::notification
