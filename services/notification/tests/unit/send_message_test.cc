#include "usecase/send_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::notification {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

// All ports in one fake, which records the calls in order.
class Recorder final : public Contacts, public PhoneHasher, public SmsGateway, public SendQueue {
 public:
  absl::StatusOr<Contact> Find(const CallContext&, const Message&) override { return contact; }
  PhoneTrace TraceOf(std::string_view phone) const override {
    return {.hash = "hash of " + std::string(phone), .masked = "*"};
  }
  const std::string& name() const override { return name_; }
  Result Send(const Outgoing& message) override {
    did.push_back("send to " + message.phone);
    return {.answer = answer, .reason = "WHY"};
  }
  absl::StatusOr<std::vector<Message>> NextRound(Instant) override {
    return std::vector<Message>();
  }
  absl::StatusOr<std::optional<Decision>> Claim(const Message&, const PhoneTrace& phone,
                                                std::string_view gateway, Instant) override {
    did.push_back("claim " + phone.hash + " for " + std::string(gateway));
    return decision;
  }
  absl::Status Settle(const Message& message, const Settlement& settlement, std::string_view reason,
                      Instant) override {
    did.push_back("settle attempt " + std::to_string(message.attempts) + " " +
                  std::string(ToString(settlement.state)) + " " + std::string(reason));
    return absl::OkStatus();
  }
  absl::Status End(const Message&, const Move& move, Instant) override {
    did.push_back("end " + std::string(ToString(move.state)) + " " + std::string(move.reason));
    return absl::OkStatus();
  }
  absl::Status Defer(const Message&, std::chrono::seconds) override {
    did.emplace_back("defer");
    return absl::OkStatus();
  }
  absl::StatusOr<int> Sweep(Instant) override { return 0; }
  absl::Status SetAside(const std::string&, const absl::Status& why) override { return why; }

  absl::StatusOr<Contact> contact = Contact{.phone = "0912345678"};
  absl::StatusOr<std::optional<Decision>> decision = std::optional<Decision>(Decision{});
  GatewayAnswer answer = GatewayAnswer::kAccepted;
  std::vector<std::string> did;

 private:
  const std::string name_ = "kannel";
};

class SendMessageTest : public ::testing::Test {
 protected:
  SendMessageTest() { message_.valid_until = clock_.Now() + 1h; }
  absl::StatusOr<SendMessage::Done> Run() {
    return SendMessage({recorder_, recorder_, recorder_, clock_}).Run({}, recorder_, message_);
  }
  SettableClock clock_{Instant(std::chrono::hours(480000))};
  Recorder recorder_;
  Message message_;
};

TEST_F(SendMessageTest, ClaimsThenSendsThenSettles) {
  EXPECT_EQ(*Run(), SendMessage::Done::kSent);
  EXPECT_THAT(recorder_.did, ElementsAre("claim hash of 0912345678 for kannel",
                                         "send to 0912345678", "settle attempt 1 handed_off WHY"));
}

TEST_F(SendMessageTest, SettlesByWhatTheGatewaySaid) {
  const std::pair<GatewayAnswer, const char*> answers[] = {
      {GatewayAnswer::kRefused, "settle attempt 1 failed WHY"},
      {GatewayAnswer::kUnclear, "settle attempt 1 unknown WHY"},
      {GatewayAnswer::kBusy, "settle attempt 1 created WHY"},
      {GatewayAnswer::kNotReached, "settle attempt 1 created WHY"}};
  for (const auto& [answer, settled] : answers) {
    recorder_.did.clear();
    recorder_.answer = answer;
    const bool pause = answer == GatewayAnswer::kBusy || answer == GatewayAnswer::kNotReached;
    EXPECT_EQ(*Run(), pause ? SendMessage::Done::kNotReached : SendMessage::Done::kSent);
    EXPECT_EQ(recorder_.did.back(), settled);
  }
}

TEST_F(SendMessageTest, ADeniedMessageStaysAndTheSenderIsTold) {
  recorder_.answer = GatewayAnswer::kDenied;
  EXPECT_EQ(*Run(), SendMessage::Done::kDenied);
  EXPECT_EQ(recorder_.did.back(), "settle attempt 1 created WHY");
}

TEST_F(SendMessageTest, WithoutACommittedClaimNothingIsSent) {
  recorder_.decision = absl::UnavailableError("down");
  EXPECT_FALSE(Run().ok());
  recorder_.decision = std::optional<Decision>();
  EXPECT_EQ(*Run(), SendMessage::Done::kGone);
  recorder_.decision = std::optional<Decision>(Decision{.kind = Decision::Kind::kHold});
  EXPECT_EQ(*Run(), SendMessage::Done::kHeld);
  recorder_.decision = std::optional<Decision>(Decision{.kind = Decision::Kind::kEnd});
  EXPECT_EQ(*Run(), SendMessage::Done::kEnded);
  for (const std::string& step : recorder_.did) {
    EXPECT_TRUE(step.starts_with("claim")) << step;
  }
}

TEST_F(SendMessageTest, NoNumberForGoodEndsIt) {
  recorder_.contact = Error(absl::StatusCode::kFailedPrecondition, "PHONE_MISSING", "none");
  EXPECT_EQ(*Run(), SendMessage::Done::kEnded);
  EXPECT_THAT(recorder_.did, ElementsAre("end suppressed PHONE_MISSING"));
}

TEST_F(SendMessageTest, IntakeAwayDefersUntilTheValidityEnds) {
  recorder_.contact = Error(absl::StatusCode::kUnavailable, "DOWN", "away");
  EXPECT_EQ(*Run(), SendMessage::Done::kDeferred);
  clock_.Advance(1h);
  EXPECT_EQ(*Run(), SendMessage::Done::kEnded);
  EXPECT_THAT(recorder_.did, ElementsAre("defer", "end expired VALIDITY_ENDED"));
}

}  // namespace
}  // namespace motcua::notification
