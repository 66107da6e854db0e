#include "usecase/answer_inbound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::notification {
namespace {

using ::testing::HasSubstr;

constexpr char kCode[] = "H19.12-250312-0001";

class FakeQueue final : public InboundQueue {
 public:
  absl::StatusOr<std::vector<Inbound>> NextRound(int) override { return std::vector<Inbound>(); }
  absl::StatusOr<SenderHistory> ReadHistory(const Inbound&) override { return history; }
  absl::StatusOr<std::string> FindInvitation(const std::string&, Instant) override {
    return invitation;
  }
  int replies_today() const override { return today; }
  absl::Status Finish(const Inbound&, const InboundAnswer& answer, Instant) override {
    finished.push_back(answer);
    return absl::OkStatus();
  }
  absl::Status FinishLimited(const std::vector<std::string>&, Instant) override {
    return absl::OkStatus();
  }
  absl::Status Defer(const Inbound&, std::chrono::seconds) override {
    ++deferred;
    return absl::OkStatus();
  }
  absl::Status SetAside(const std::string&, const absl::Status& why) override { return why; }
  SenderHistory history;
  std::string invitation;
  int today = 0;
  std::vector<InboundAnswer> finished;
  int deferred = 0;
};

class FakeOthers final : public StatusSource, public Ratings {
 public:
  absl::StatusOr<FoundStatus> Find(const CallContext&, const std::string& code,
                                   const std::string&) override {
    asked.push_back(code);
    return status;
  }
  absl::StatusOr<std::string> Rate(const CallContext& call, const std::string& code,
                                   int score) override {
    rated.push_back(call.idempotency_key + " " + code + " " + std::to_string(score));
    return code;
  }
  absl::StatusOr<FoundStatus> status =
      FoundStatus{.code = kCode, .state = dossier::NationalState::kHandedOver, .own = true};
  std::vector<std::string> asked;
  std::vector<std::string> rated;
};

class AnswerInboundTest : public ::testing::Test {
 protected:
  AnswerInbound::Done Run(const std::string& text, int attempts = 0) {
    const Inbound inbound{.id = "in-1",
                          .phone = phone_,
                          .phone_hash = "hash",
                          .text = text,
                          .kind = ReadInbound(text).kind,
                          .attempts = attempts};
    const AnswerInbound answer({.replies_per_day = 100, .contact = "1022"},
                               {others_, others_, clock_});
    const auto done = answer.Run({}, queue_, inbound);
    EXPECT_TRUE(done.ok()) << done.status();
    return *done;
  }
  SettableClock clock_{Instant(std::chrono::hours(480000))};
  FakeQueue queue_;
  FakeOthers others_;
  std::string phone_ = "0912345678";
};

TEST_F(AnswerInboundTest, OneReplyForEach) {
  for (const char* const text : {kCode, "5", "DG H19.12-250312-0001 4", "HUY", "DANG KY", "HELP"}) {
    queue_.finished.clear();
    EXPECT_EQ(Run(text), AnswerInbound::Done::kAnswered) << text;
    ASSERT_EQ(queue_.finished.size(), 1U);
    EXPECT_EQ(queue_.finished[0].result, "answered");
    EXPECT_FALSE(queue_.finished[0].text.empty());
  }
}

TEST_F(AnswerInboundTest, ALimitedOneAsksNobodyAndSaysNothing) {
  const auto limited = [&] {
    EXPECT_EQ(Run(kCode), AnswerInbound::Done::kLimited);
    EXPECT_TRUE(queue_.finished.empty());
  };
  queue_.history.replies_last_minute = 3;
  limited();
  queue_.history = {};
  queue_.today = 100;
  limited();
  queue_.today = 0;
  phone_.clear();
  limited();
  EXPECT_TRUE(others_.asked.empty());
}

// What a citizen decided is not lost because the answer is limited.
TEST_F(AnswerInboundTest, ALimitedRatingCountsAndSaysNothing) {
  queue_.history.replies_last_minute = 3;
  EXPECT_EQ(Run("DG H19.12-250312-0001 5"), AnswerInbound::Done::kCounted);
  EXPECT_EQ(others_.rated.size(), 1U);
  ASSERT_EQ(queue_.finished.size(), 1U);
  EXPECT_EQ(queue_.finished[0].result, "limited");
  EXPECT_TRUE(queue_.finished[0].text.empty());
  queue_.history.repeated = true;  // it has been carried out already
  EXPECT_EQ(Run("DG H19.12-250312-0001 5"), AnswerInbound::Done::kLimited);
  EXPECT_EQ(others_.rated.size(), 1U);
}

TEST_F(AnswerInboundTest, WaitsAWhileForOthersThenSaysSo) {
  others_.status = Error(absl::StatusCode::kUnavailable, "DOWN", "away");
  EXPECT_EQ(Run(kCode, 0), AnswerInbound::Done::kDeferred);
  EXPECT_EQ(Run(kCode, 4), AnswerInbound::Done::kDeferred);
  EXPECT_TRUE(queue_.finished.empty());
  EXPECT_EQ(Run(kCode, 5), AnswerInbound::Done::kFailed);
  EXPECT_EQ(queue_.finished.at(0).result, "failed");
  EXPECT_THAT(queue_.finished.at(0).text, HasSubstr("dang ban"));
}

TEST_F(AnswerInboundTest, ADossierThatIsNotThereIsAnAnswer) {
  for (const auto& [code, reason] : {std::pair(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN"),
                                     {absl::StatusCode::kInvalidArgument, "CODE_IMPOSSIBLE"},
                                     {absl::StatusCode::kResourceExhausted, "TOO_MANY_TRIES"}}) {
    others_.status = Error(code, reason, "no");
    queue_.finished.clear();
    EXPECT_EQ(Run(kCode), AnswerInbound::Done::kAnswered) << reason;
    EXPECT_THAT(
        queue_.finished.at(0).text,
        HasSubstr(std::string(reason) == "TOO_MANY_TRIES" ? "qua nhieu lan" : "Khong tim thay"));
  }
}

TEST_F(AnswerInboundTest, ARatingCarriesTheInboundsIdAndNobodyRatesAnothers) {
  queue_.invitation = kCode;
  Run("5");
  EXPECT_THAT(others_.rated, ::testing::ElementsAre("in-1 H19.12-250312-0001 5"));
  // An invitation was sent to this number: no look-up is needed.
  EXPECT_TRUE(others_.asked.empty());
  Run("DG H19.12-250312-0001 4");
  EXPECT_EQ(others_.rated.size(), 2U);
  others_.status->own = false;
  Run("DG H19.12-250312-0001 1");
  Run("DG H19.12-250312-0001 9");
  EXPECT_EQ(others_.rated.size(), 2U);
}

}  // namespace
}  // namespace motcua::notification
