// A petition that its sender sends again: taken, flagged, and joined by an officer.
#include <memory>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/connection.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/testing/temp_database.h"

#include "component/fake_owners.h"
#include "component/running_feedback.h"
#include "support/builders.h"

namespace motcua::feedback {
namespace {

using namespace feedback::testing;  // NOLINT(google-build-using-namespace)
using Stub = v1::FeedbackService::Stub;

class RepeatsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Prepare(database_.dsn());
    feedback_ = std::make_unique<RunningFeedback>(database_.dsn(), owners_.address());
    v1::LoadPetitionRulesRequest load;
    *load.mutable_rules() = RulesDocument();
    ASSERT_TRUE(feedback_->Do(&Stub::LoadPetitionRules, load)->added());
  }

  v1::SendPetitionResponse Sent(const v1::SendPetitionRequest& request) {
    auto sent = feedback_->Do(&Stub::SendPetition, request);
    EXPECT_TRUE(sent.ok()) << sent.status();
    return *std::move(sent);
  }
  /// The same petition, told to the call centre in other letters.
  static v1::SendPetitionRequest ByTelephone() {
    v1::SendPetitionRequest request = ASending();
    request.set_channel(v1::PETITION_CHANNEL_PHONE);
    request.set_title("Người dân gọi lần hai");
    request.set_content("ho so qua hen BA NGAY.  Xin giải thích.");
    request.mutable_sender()->set_phone("+84 901 234 567");
    request.mutable_sender()->clear_email();
    request.mutable_sender()->clear_address();
    request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
    request.mutable_actor()->set_id("CB001");
    request.mutable_actor()->set_agency(kCentre);
    return request;
  }
  v1::Petition Get(const std::string& code) {
    v1::GetPetitionRequest request;
    request.set_petition(code);
    request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
    request.mutable_actor()->set_id("CB001");
    request.mutable_actor()->set_agency(kCentre);
    auto found = feedback_->Do(&Stub::GetPetition, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found->petition();
  }
  absl::StatusOr<v1::JoinPetitionResponse> Join(const v1::Petition& petition,
                                                const std::string& earlier,
                                                const std::string& reason = "Cùng nội dung",
                                                const std::string& key = "") {
    auto request = On<v1::JoinPetitionRequest>(petition, kCentre, reason);
    request.set_earlier(earlier);
    return feedback_->Do(&Stub::JoinPetition, request, key);
  }
  absl::StatusOr<v1::GetPetitionStatusResponse> Status(const v1::SendPetitionResponse& sent) {
    v1::GetPetitionStatusRequest request;
    request.set_code(sent.petition().code());
    request.set_lookup_secret(sent.lookup_secret());
    return feedback_->Do(&Stub::GetPetitionStatus, request);
  }
  void AnswerIt(const v1::Petition& petition) {
    auto accept = On<v1::AcceptPetitionRequest>(petition, kCentre);
    accept.set_class_(v1::PETITION_CLASS_REGULATION);
    const auto accepted = feedback_->Do(&Stub::AcceptPetition, accept);
    ASSERT_TRUE(accepted.ok()) << accepted.status();
    auto assign = On<v1::AssignPetitionRequest>(accepted->petition(), kCentre);
    assign.set_agency(kOffice);
    const auto assigned = feedback_->Do(&Stub::AssignPetition, assign);
    ASSERT_TRUE(assigned.ok()) << assigned.status();
    auto answer = On<v1::AnswerPetitionRequest>(assigned->petition(), kOffice, "riêng tư");
    answer.set_answer("Đã xử lý.");
    const auto answered = feedback_->Do(&Stub::AnswerPetition, answer);
    ASSERT_TRUE(answered.ok()) << answered.status();
  }

  motcua::testing::TempDatabase database_ = motcua::testing::MigratedDatabase("feedback");
  FakeOwners owners_;
  std::unique_ptr<RunningFeedback> feedback_;
};

TEST_F(RepeatsTest, ThePetitionSentAgainIsTakenAndFlagged) {
  const v1::Petition first = Sent(ASending()).petition();
  feedback_->SetClock("2026-11-25T08:00");
  const v1::Petition second = Sent(ByTelephone()).petition();
  feedback_->SetClock("2026-12-01T08:00");
  const v1::Petition third = Sent(ASending()).petition();
  EXPECT_EQ(Get(first.code()).repeat_of(), "");
  EXPECT_EQ(Get(second.code()).repeat_of(), first.code());
  EXPECT_EQ(Get(third.code()).repeat_of(), first.code());  // the first of them, not the last

  v1::SendPetitionRequest other = ASending();
  other.set_content("Hồ sơ khác quá hẹn.");
  EXPECT_EQ(Get(Sent(other).petition().code()).repeat_of(), "");
  v1::SendPetitionRequest neighbour = ASending();
  neighbour.mutable_sender()->set_full_name("Trần Thị B");
  neighbour.mutable_sender()->set_phone("0907654321");
  neighbour.mutable_sender()->set_email("b@example.vn");
  EXPECT_EQ(Get(Sent(neighbour).petition().code()).repeat_of(), "");

  v1::ListPetitionsRequest list;
  list.set_handling_agency(kCentre);
  const auto listed = feedback_->Do(&Stub::ListPetitions, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->petitions_size(), 5);
  EXPECT_EQ(listed->petitions(0).repeat_of(), "");
  EXPECT_EQ(listed->petitions(1).code(), second.code());
  EXPECT_EQ(listed->petitions(1).repeat_of(), first.code());
}

TEST_F(RepeatsTest, AfterThirtyDaysItIsANewOne) {
  Sent(ASending());  // 2026-11-20 at 09:15
  feedback_->SetClock("2026-12-20T09:16");
  EXPECT_EQ(Get(Sent(ASending()).petition().code()).repeat_of(), "");
}

TEST_F(RepeatsTest, TheSameKeyIsNotASecondPetition) {
  const auto first = feedback_->Do(&Stub::SendPetition, ASending(), "one");
  const auto again = feedback_->Do(&Stub::SendPetition, ASending(), "one");
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Get(again->petition().code()).repeat_of(), "");
  EXPECT_EQ(Get(again->petition().code()).history_size(), 1);
}

TEST_F(RepeatsTest, AJoinedOneIsAnsweredByTheEarlierOne) {
  const v1::SendPetitionResponse first = Sent(ASending());
  feedback_->SetClock("2026-11-23T08:00");
  const v1::SendPetitionResponse second = Sent(ByTelephone());
  const auto joined = Join(second.petition(), "pa h19 261120 0001", "Cùng nội dung", "one");
  ASSERT_TRUE(joined.ok()) << joined.status();
  EXPECT_EQ(joined->petition().state(), v1::PETITION_STATE_JOINED);
  EXPECT_EQ(joined->petition().joined_to(), first.petition().code());
  EXPECT_FALSE(joined->petition().has_step_due_at());
  // The same command again gets the same answer.
  EXPECT_EQ(
      Join(second.petition(), "pa h19 261120 0001", "Cùng nội dung", "one")->SerializeAsString(),
      joined->SerializeAsString());
  const v1::Petition shown = Get(second.petition().code());
  ASSERT_EQ(shown.history_size(), 2);
  EXPECT_EQ(shown.history(1).note(), first.petition().code() + ": Cùng nội dung");
  EXPECT_EQ(shown.history(1).actor().id(), "CB001");
  constexpr db::Statement kAudited{
      "audited", "SELECT reason FROM audit_log WHERE method = 'JoinPetition' AND subject = $1"};
  const auto connection = db::Connection::Open({.dsn = database_.dsn()});
  ASSERT_TRUE(connection.ok());
  const auto audited =
      (*connection)->Execute({kAudited, db::Params().Text(second.petition().petition_id())});
  ASSERT_TRUE(audited.ok()) << audited.status();
  EXPECT_EQ(audited->front().Text("reason"), "Cùng nội dung");

  EXPECT_EQ(Status(second)->joined_to(), first.petition().code());
  EXPECT_EQ(Status(second)->answer(), "");
  AnswerIt(first.petition());
  const auto status = Status(second);
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->state(), v1::PETITION_STATE_JOINED);
  EXPECT_EQ(status->joined_to(), first.petition().code());
  EXPECT_EQ(status->answer(), "Đã xử lý.");
  EXPECT_EQ(status->reason(), "Cùng nội dung");
  EXPECT_EQ(status->answer_due_at().seconds(), first.petition().answer_due_at().seconds());

  // Neither open nor due any more.
  v1::ListPetitionsRequest list;
  list.set_handling_agency(kCentre);
  EXPECT_EQ(feedback_->Do(&Stub::ListPetitions, list)->petitions_size(), 0);
  v1::CountPetitionsRequest count;
  count.set_from("2026-12-15");  // when the answer to the second would have been due
  count.set_to("2026-12-15");
  const auto counted = feedback_->Do(&Stub::CountPetitions, count);
  ASSERT_EQ(counted->counts_size(), 1);
  EXPECT_EQ(counted->counts(0).received(), 1);
  EXPECT_EQ(counted->counts(0).joined(), 1);
  EXPECT_EQ(counted->counts(0).open_in_time(), 0);
}

TEST_F(RepeatsTest, OnlyAnEarlierOneOfTheSameSenderCanBeJoinedTo) {
  const v1::Petition first = Sent(ASending()).petition();
  v1::SendPetitionRequest neighbour = ASending();
  neighbour.mutable_sender()->set_phone("0907654321");
  neighbour.mutable_sender()->set_email("b@example.vn");
  neighbour.mutable_sender()->set_full_name("Trần Thị B");
  const v1::Petition others = Sent(neighbour).petition();
  feedback_->SetClock("2026-11-23T08:00");
  // Other words: the officer judges whether it says the same.
  v1::SendPetitionRequest reworded = ASending();
  reworded.set_content("Xin hỏi lại về hồ sơ quá hẹn.");
  const v1::Petition second = Sent(reworded).petition();
  const v1::Petition third = Sent(ASending()).petition();
  const auto before = motcua::testing::SnapshotTables(database_.dsn());
  EXPECT_EQ(Reason(Join(second, first.code(), "").status()), "REASON_MISSING");
  EXPECT_EQ(Reason(Join(second, "PA.H19-261120-9999").status()), "EARLIER_UNKNOWN");
  EXPECT_EQ(Reason(Join(second, "").status()), "EARLIER_UNKNOWN");
  EXPECT_EQ(Reason(Join(second, second.code()).status()), "EARLIER_INVALID");
  EXPECT_EQ(Reason(Join(first, second.code()).status()), "EARLIER_INVALID");
  EXPECT_EQ(Reason(Join(second, others.code()).status()), "SENDER_DIFFERS");
  EXPECT_EQ(motcua::testing::SnapshotTables(database_.dsn()), before);

  ASSERT_TRUE(Join(second, first.petition_id()).ok());
  EXPECT_EQ(Reason(Join(second, first.code()).status()), "STALE_REVISION");
  const auto chained = Join(third, second.code());
  EXPECT_EQ(Reason(chained.status()), "EARLIER_JOINED");
  ASSERT_TRUE(Join(third, first.code()).ok());
}

}  // namespace
}  // namespace motcua::feedback
