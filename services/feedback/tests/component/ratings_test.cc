#include <algorithm>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/feedback/events/v1/feedback_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/outbox/event_log.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/testing/temp_database.h"

#include "component/fake_owners.h"
#include "component/running_feedback.h"
#include "messaging/hand_over_handler.h"
#include "support/builders.h"

namespace motcua::feedback {
namespace {

using namespace feedback::testing;  // NOLINT(google-build-using-namespace)
using Stub = v1::FeedbackService::Stub;

constexpr char kCode[] = "H19.12-261001-0001";

class RatingsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Prepare(database_.dsn());
    feedback_ = std::make_unique<RunningFeedback>(database_.dsn(), owners_.address());
  }
  absl::StatusOr<v1::RateDossierResponse> Rate(const std::string& code, int score,
                                               const std::string& key = "") {
    v1::RateDossierRequest request;
    request.set_code(code);
    request.set_score(score);
    request.set_source(v1::RATING_SOURCE_SMS);
    return feedback_->Do(&Stub::RateDossier, request, key);
  }
  std::vector<v1::RatingCount> Counts() {
    v1::CountRatingsRequest request;
    request.set_from("2026-11-01");
    request.set_to("2026-11-30");
    const auto response = feedback_->Do(&Stub::CountRatings, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->counts().begin(), response->counts().end()};
  }
  std::unique_ptr<db::Pool> Pool() {
    auto pool = db::Pool::Create({.connection = {.dsn = database_.dsn()}});
    return *std::move(pool);
  }

  motcua::testing::TempDatabase database_ = motcua::testing::MigratedDatabase("feedback");
  FakeOwners owners_;
  std::unique_ptr<RunningFeedback> feedback_;
};

TEST_F(RatingsTest, RightAfterTheHandOverAndWithoutKafka) {
  EXPECT_EQ(Reason(Rate(kCode, 5).status()), "DOSSIER_UNKNOWN");
  EXPECT_EQ(Reason(Rate("no code at all", 5).status()), "DOSSIER_UNKNOWN");
  const std::string id = owners_.Hold(kCode, false);
  EXPECT_EQ(Reason(Rate(kCode, 5).status()), "NOT_HANDED_OVER");
  owners_.Hold("H19.12-261001-0002", true);
  EXPECT_EQ(Reason(Rate("H19.12-261001-0002", 5).status()), "NOT_HANDED_OVER");

  const std::string accepted = owners_.Hold(kCode, true);
  owners_.HandOver(accepted);
  const auto rated = Rate("h19 12 261001 0001", 4);
  ASSERT_TRUE(rated.ok()) << rated.status();
  EXPECT_EQ(rated->code(), kCode);
  EXPECT_EQ(rated->score(), 4);
  EXPECT_EQ(Reason(Rate(kCode, 1).status()), "ALREADY_RATED");

  const auto pool = Pool();
  const auto events = outbox::ListEvents(*pool, CallContext(), "rating", accepted, 0, 10);
  ASSERT_EQ(events->size(), 1U);
  events::v1::DossierRated event;
  ASSERT_TRUE(event.ParseFromString(events->front().payload));
  EXPECT_EQ(event.score(), 4);
  EXPECT_EQ(event.source(), "sms");
  EXPECT_EQ(event.handling_agency(), kOffice);
  EXPECT_EQ(event.procedure_code(), "1.000001");
  EXPECT_NE(id, accepted);
}

TEST_F(RatingsTest, OfAHundredAtOnceOneCounts) {
  owners_.HandOver(owners_.Hold(kCode, true));
  RunningFeedback second(database_.dsn(), owners_.address());
  constexpr int kCalls = 100;
  std::atomic<int> ok = 0;
  std::atomic<int> already = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kCalls; ++i) {
      threads.emplace_back([&, i] {
        v1::RateDossierRequest request;
        request.set_code(kCode);
        request.set_score(1 + i % 5);
        request.set_source(v1::RATING_SOURCE_PORTAL);
        const auto rated = (i % 2 == 0 ? *feedback_ : second).Do(&Stub::RateDossier, request);
        ok += rated.ok() ? 1 : 0;
        already += Reason(rated.status()) == "ALREADY_RATED" ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(ok, 1);
  EXPECT_EQ(already, kCalls - 1);
  const std::vector<v1::RatingCount> counts = Counts();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].ratings(), 1);
  EXPECT_EQ(counts[0].handling_agency(), kOffice);
  EXPECT_EQ(counts[0].source(), v1::RATING_SOURCE_PORTAL);
}

TEST_F(RatingsTest, TheSameCallAgainGivesTheSameAnswer) {
  owners_.HandOver(owners_.Hold(kCode, true));
  ASSERT_TRUE(Rate(kCode, 3, "one").ok());
  const auto again = Rate(kCode, 3, "one");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->score(), 3);
  EXPECT_EQ(Reason(Rate(kCode, 5, "one").status()), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(Counts().front().ratings(), 1);
}

TEST_F(RatingsTest, ARefusedRatingLeavesNothingBehind) {
  owners_.HandOver(owners_.Hold(kCode, true));
  ASSERT_TRUE(Rate(kCode, 3).ok());
  const auto before = motcua::testing::SnapshotTables(database_.dsn());
  for (const int score : {0, 6, -1}) {
    EXPECT_EQ(Reason(Rate(kCode, score).status()), "SCORE_INVALID");
  }
  v1::RateDossierRequest nowhere;
  nowhere.set_code(kCode);
  nowhere.set_score(1);
  EXPECT_EQ(Reason(feedback_->Do(&Stub::RateDossier, nowhere).status()), "SOURCE_INVALID");
  EXPECT_EQ(Reason(Rate(kCode, 3).status()), "ALREADY_RATED");
  EXPECT_EQ(motcua::testing::SnapshotTables(database_.dsn()), before);
}

TEST_F(RatingsTest, AnOwnerThatIsDownIsNoAnswerAboutTheDossier) {
  feedback_ = std::make_unique<RunningFeedback>(database_.dsn(), "127.0.0.1:1");
  EXPECT_EQ(Rate(kCode, 5).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(RatingsTest, HandOversAreProjectedOnceInWhateverOrderTheyCome) {
  const std::vector<outbox::Event> events = owners_.HandOver(owners_.Hold(kCode, true));
  const auto pool = Pool();
  HandOverHandler handler;
  int pulls = 0;
  const auto inbox = inbox::Inbox::Create(
      *pool, handler,
      {.consumer = "feedback.processing-dossiers",
       .source = "processing",
       .pull = [&](const CallContext&, const std::string&, const std::string&,
                   std::int64_t after) -> absl::StatusOr<std::vector<outbox::Event>> {
         ++pulls;
         return std::vector<outbox::Event>(events.begin() + std::min<std::int64_t>(after, 2),
                                           events.end());
       }});
  // The second first: the gap is filled from the owner's history.
  for (const std::size_t i : {1U, 0U, 1U, 0U, 1U}) {
    ASSERT_TRUE(inbox->Take(CallContext(), events[i]).ok());
  }
  EXPECT_GE(pulls, 1);
  const int asked = owners_.history_calls();
  ASSERT_TRUE(Rate(kCode, 5).ok());
  EXPECT_EQ(owners_.history_calls(), asked);  // known here already
  EXPECT_EQ(inbox->ReadCounts(CallContext())->dead_letters, 0);

  outbox::Event garbage = events[1];
  garbage.key = RandomIdGenerator().NewId();
  garbage.event_id = RandomIdGenerator().NewId();
  garbage.sequence = 1;
  EXPECT_EQ(*inbox->Take(CallContext(), garbage), inbox::Taken::kDeadLetter);
}

}  // namespace
}  // namespace motcua::feedback
