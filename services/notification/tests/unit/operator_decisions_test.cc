#include "domain/operator_decisions.h"

#include <chrono>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::notification {
namespace {

constexpr MessageState kAll[] = {MessageState::kCreated,    MessageState::kClaimed,
                                 MessageState::kHandedOff,  MessageState::kDelivered,
                                 MessageState::kFailed,     MessageState::kUnknown,
                                 MessageState::kSuppressed, MessageState::kExpired};

TEST(OperatorDecisionsTest, AnOfficerDecidesWithAReason) {
  const Actor officer{.kind = ActorKind::kOfficer, .id = "VH01", .agency = "H19.01"};
  EXPECT_TRUE(CheckDecider(officer, "đã hỏi nhà mạng").ok());
  EXPECT_EQ(Reason(CheckDecider(officer, "")), "REASON_MISSING");
  EXPECT_EQ(Reason(CheckDecider(officer, " \n ")), "REASON_MISSING");
  for (const ActorKind kind : {ActorKind::kCitizen, ActorKind::kSystem, ActorKind::kUnspecified}) {
    Actor other = officer;
    other.kind = kind;
    EXPECT_EQ(Reason(CheckDecider(other, "đã hỏi")), "ACTOR_INVALID");
  }
}

TEST(OperatorDecisionsTest, OnlyAnUnknownOutcomeIsResolved) {
  Message message;
  for (const MessageState state : kAll) {
    message.state = state;
    const auto move = DecideResolve(message, Resolution::kDelivered);
    EXPECT_EQ(Reason(move.status()), state == MessageState::kUnknown ? "" : "NOT_UNKNOWN")
        << ToString(state);
  }
}

TEST(OperatorDecisionsTest, AResolutionIsTheNewState) {
  Message message;
  message.state = MessageState::kUnknown;
  EXPECT_EQ(DecideResolve(message, Resolution::kDelivered)->state, MessageState::kDelivered);
  EXPECT_EQ(DecideResolve(message, Resolution::kDelivered)->reason, "");
  EXPECT_EQ(DecideResolve(message, Resolution::kFailed)->state, MessageState::kFailed);
  EXPECT_EQ(DecideResolve(message, Resolution::kFailed)->reason, "RESOLVED_BY_OPERATOR");
  EXPECT_EQ(DecideResolve(message, Resolution::kSendAgain)->state, MessageState::kCreated);
}

TEST(OperatorDecisionsTest, OnlyWhatSurelyFailedGoesAgain) {
  const Instant now(std::chrono::hours(480000));
  Message message;
  message.valid_until = now + std::chrono::seconds(1);
  const auto refusal = [&](bool delivered, Instant at) {
    return Reason(DecideResend(message, delivered, at).status());
  };
  for (const MessageState state : kAll) {
    message.state = state;
    EXPECT_EQ(refusal(false, now), state == MessageState::kFailed ? "" : "NOT_FAILED")
        << ToString(state);
  }
  message.state = MessageState::kFailed;
  for (const std::string_view reason : {kNetworkFailed, kNetworkRejected, kResolvedByOperator}) {
    message.reason = reason;
    EXPECT_EQ(DecideResend(message, false, now)->state, MessageState::kCreated);
    EXPECT_EQ(refusal(true, now), "MAY_HAVE_ARRIVED");
  }
  message.reason = kNoReceipt;
  EXPECT_EQ(refusal(false, now), "MAY_HAVE_ARRIVED");
  message.reason = "HTTP_400";
  EXPECT_EQ(refusal(false, message.valid_until), "VALIDITY_ENDED");
}

}  // namespace
}  // namespace motcua::notification
