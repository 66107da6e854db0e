#include "domain/message.h"

#include <gtest/gtest.h>

namespace motcua::notification {
namespace {

using dossier::NationalState;

constexpr MessageState kAll[] = {MessageState::kCreated,    MessageState::kClaimed,
                                 MessageState::kHandedOff,  MessageState::kDelivered,
                                 MessageState::kFailed,     MessageState::kUnknown,
                                 MessageState::kSuppressed, MessageState::kExpired};
constexpr ReceiptType kReceipts[] = {ReceiptType::kDelivered, ReceiptType::kFailed,
                                     ReceiptType::kBuffered, ReceiptType::kAccepted,
                                     ReceiptType::kRejected};

TEST(MessageTest, AReceiptNeverReopensAFinalState) {
  for (const MessageState state : kAll) {
    for (const ReceiptType receipt : kReceipts) {
      if (IsFinal(state)) {
        EXPECT_FALSE(MoveByReceipt(state, receipt).has_value()) << ToString(state);
      }
    }
  }
}

TEST(MessageTest, OfAMessageThatWaitsToGoAgainOnlyItsDeliveryCounts) {
  for (const ReceiptType receipt : kReceipts) {
    const auto move = MoveByReceipt(MessageState::kCreated, receipt);
    EXPECT_EQ(move.has_value(), receipt == ReceiptType::kDelivered);
  }
  EXPECT_EQ(MoveByReceipt(MessageState::kCreated, ReceiptType::kDelivered)->state,
            MessageState::kDelivered);
}

TEST(MessageTest, AFailureOfAnEarlierAttemptSaysNothing) {
  Message message;
  message.state = MessageState::kHandedOff;
  message.attempts = 2;
  EXPECT_FALSE(MoveByReceipt(message, ReceiptType::kFailed, 1).has_value());
  EXPECT_EQ(MoveByReceipt(message, ReceiptType::kFailed, 2)->state, MessageState::kFailed);
  EXPECT_EQ(MoveByReceipt(message, ReceiptType::kFailed, 0)->state, MessageState::kFailed);
  EXPECT_EQ(MoveByReceipt(message, ReceiptType::kDelivered, 1)->state, MessageState::kDelivered);
}

TEST(MessageTest, EveryOrderOfReceiptsEndsTheSame) {
  for (const MessageState start :
       {MessageState::kClaimed, MessageState::kHandedOff, MessageState::kUnknown}) {
    for (const bool accepted_first : {true, false}) {
      MessageState state = start;
      for (const ReceiptType receipt :
           {accepted_first ? ReceiptType::kAccepted : ReceiptType::kDelivered,
            accepted_first ? ReceiptType::kDelivered : ReceiptType::kAccepted,
            ReceiptType::kDelivered, ReceiptType::kFailed}) {
        if (const auto move = MoveByReceipt(state, receipt); move.has_value()) {
          state = move->state;
        }
      }
      EXPECT_EQ(state, MessageState::kDelivered);
    }
  }
}

TEST(MessageTest, ReceiptsSayWhatHappened) {
  EXPECT_EQ(MoveByReceipt(MessageState::kUnknown, ReceiptType::kAccepted)->state,
            MessageState::kHandedOff);
  EXPECT_EQ(MoveByReceipt(MessageState::kClaimed, ReceiptType::kBuffered)->state,
            MessageState::kHandedOff);
  EXPECT_FALSE(MoveByReceipt(MessageState::kHandedOff, ReceiptType::kAccepted).has_value());
  EXPECT_EQ(MoveByReceipt(MessageState::kHandedOff, ReceiptType::kFailed)->reason, kNetworkFailed);
  EXPECT_EQ(MoveByReceipt(MessageState::kHandedOff, ReceiptType::kRejected)->reason,
            kNetworkRejected);
}

TEST(MessageTest, KnowsTheTypesOfReceipts) {
  for (int number = -1; number <= 32; ++number) {
    const bool known = number == 1 || number == 2 || number == 4 || number == 8 || number == 16;
    EXPECT_EQ(ReceiptTypeFromNumber(number).has_value(), known) << number;
  }
}

TEST(MessageTest, KnowsWhatIsOver) {
  EXPECT_FALSE(IsOvertaken(Moment::kReceived, NationalState::kInProcess));
  EXPECT_TRUE(IsOvertaken(Moment::kReceived, NationalState::kFinished));
  EXPECT_FALSE(IsOvertaken(Moment::kSupplementRequested, NationalState::kPaymentRequested));
  EXPECT_TRUE(IsOvertaken(Moment::kSupplementRequested, NationalState::kInProcess));
  EXPECT_TRUE(IsOvertaken(Moment::kPaymentRequested, NationalState::kWithdrawn));
  EXPECT_FALSE(IsOvertaken(Moment::kResultReady, NationalState::kFinished));
  EXPECT_TRUE(IsOvertaken(Moment::kResultReady, NationalState::kHandedOver));
  EXPECT_FALSE(IsOvertaken(Moment::kHandedOver, NationalState::kHandedOver));
  EXPECT_FALSE(IsOvertaken(Moment::kRefused, NationalState::kNotAccepted));
  EXPECT_TRUE(IsOvertaken(Moment::kDueDateExtended, NationalState::kHandedOver));
  EXPECT_FALSE(IsOvertaken(Moment::kReply, NationalState::kHandedOver));
}

}  // namespace
}  // namespace motcua::notification
