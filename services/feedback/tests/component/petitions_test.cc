#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/feedback/events/v1/feedback_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event_log.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/testing/temp_database.h"
#include "motcua/wire/time.h"

#include "component/fake_owners.h"
#include "component/running_feedback.h"
#include "support/builders.h"

namespace motcua::feedback {
namespace {

using namespace feedback::testing;  // NOLINT(google-build-using-namespace)
using Stub = v1::FeedbackService::Stub;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class PetitionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Prepare(database_.dsn());
    feedback_ = std::make_unique<RunningFeedback>(database_.dsn(), owners_.address());
    v1::LoadPetitionRulesRequest load;
    *load.mutable_rules() = RulesDocument();
    ASSERT_TRUE(feedback_->Do(&Stub::LoadPetitionRules, load)->added());
  }

  v1::SendPetitionResponse Sent() {
    auto sent = feedback_->Do(&Stub::SendPetition, ASending());
    EXPECT_TRUE(sent.ok()) << sent.status();
    return *std::move(sent);
  }
  v1::Petition Accepted(const v1::Petition& petition, bool restricted = false) {
    auto request = On<v1::AcceptPetitionRequest>(petition, kCentre);
    request.set_class_(v1::PETITION_CLASS_REGULATION);
    request.set_restricted(restricted);
    auto accepted = feedback_->Do(&Stub::AcceptPetition, request);
    EXPECT_TRUE(accepted.ok()) << accepted.status();
    return accepted->petition();
  }
  v1::Petition Assigned(const v1::Petition& petition, const std::string& agency) {
    auto request = On<v1::AssignPetitionRequest>(petition, kCentre);
    request.set_agency(agency);
    auto assigned = feedback_->Do(&Stub::AssignPetition, request);
    EXPECT_TRUE(assigned.ok()) << assigned.status();
    return assigned->petition();
  }
  v1::Petition Answered(const v1::Petition& petition, const std::string& agency, bool publish) {
    auto request = On<v1::AnswerPetitionRequest>(petition, agency, "lý do");
    request.set_answer("Đã xử lý.");
    request.set_publish(publish);
    auto answered = feedback_->Do(&Stub::AnswerPetition, request);
    EXPECT_TRUE(answered.ok()) << answered.status();
    return answered->petition();
  }
  absl::StatusOr<v1::GetPetitionResponse> Get(const std::string& petition,
                                              const std::string& agency) {
    v1::GetPetitionRequest request;
    request.set_petition(petition);
    request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_OFFICER);
    request.mutable_actor()->set_id("CB001");
    request.mutable_actor()->set_agency(agency);
    return feedback_->Do(&Stub::GetPetition, request);
  }
  absl::StatusOr<v1::GetPetitionStatusResponse> Status(const std::string& code,
                                                       const std::string& secret) {
    v1::GetPetitionStatusRequest request;
    request.set_code(code);
    request.set_lookup_secret(secret);
    return feedback_->Do(&Stub::GetPetitionStatus, request);
  }
  std::vector<outbox::Event> Events(const std::string& stream, const std::string& key) {
    const auto pool = db::Pool::Create({.connection = {.dsn = database_.dsn()}});
    return *outbox::ListEvents(**pool, CallContext(), stream, key, 0, 100);
  }

  motcua::testing::TempDatabase database_ = motcua::testing::MigratedDatabase("feedback");
  FakeOwners owners_;
  std::unique_ptr<RunningFeedback> feedback_;
};

TEST_F(PetitionsTest, FromTheSenderToThePublication) {
  const v1::SendPetitionResponse sent = Sent();
  const std::string& code = sent.petition().code();
  EXPECT_EQ(code, "PA.H19-261120-0001");
  EXPECT_EQ(sent.petition().handling_agency(), kCentre);
  EXPECT_EQ(wire::ToInstant(sent.petition().answer_due_at()), At("2026-12-14T17:00"));
  EXPECT_EQ(sent.lookup_secret().size(), 8U);
  EXPECT_EQ(Reason(Status(code, "").status()), "SECRET_MISSING");
  EXPECT_EQ(Reason(Status(code, "00000000").status()), "SECRET_WRONG");
  EXPECT_EQ(Reason(Status("PA.H19-261120-9999", "").status()), "PETITION_UNKNOWN");

  auto ask = On<v1::AskSenderRequest>(sent.petition(), kCentre);
  ask.set_question("Ở đâu?");
  const auto asked = feedback_->Do(&Stub::AskSender, ask);
  ASSERT_TRUE(asked.ok()) << asked.status();
  // The code in a spelling as people type it.
  const auto question = Status("pa h19 261120 0001", sent.lookup_secret());
  ASSERT_TRUE(question.ok()) << question.status();
  EXPECT_EQ(question->question(), "Ở đâu?");

  v1::SupplementPetitionRequest supplement;
  supplement.mutable_command()->set_petition(code);
  supplement.mutable_command()->mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
  supplement.mutable_command()->mutable_actor()->set_id("portal");
  supplement.set_text("Ở phường.");
  EXPECT_EQ(Reason(feedback_->Do(&Stub::SupplementPetition, supplement).status()),
            "SECRET_MISSING");
  supplement.set_lookup_secret("wrong");
  EXPECT_EQ(Reason(feedback_->Do(&Stub::SupplementPetition, supplement).status()), "SECRET_WRONG");
  supplement.set_lookup_secret(sent.lookup_secret());
  const auto supplemented = feedback_->Do(&Stub::SupplementPetition, supplement);
  ASSERT_TRUE(supplemented.ok()) << supplemented.status();

  feedback_->SetClock("2026-11-23T08:00");
  const v1::Petition assigned = Assigned(Accepted(supplemented->petition()), kOffice);
  feedback_->SetClock("2026-11-25T08:00");
  const v1::Petition answered = Answered(assigned, kOffice, true);
  EXPECT_EQ(answered.state(), v1::PETITION_STATE_WAITING_PUBLISH);
  EXPECT_EQ(Reason(Status(code, "").status()), "SECRET_MISSING");
  EXPECT_EQ(Status(code, sent.lookup_secret())->answer(), "Đã xử lý.");

  auto publish = On<v1::PublishPetitionRequest>(answered, kOffice);
  publish.set_public_text("Một người dân phản ánh chậm trả kết quả.");
  ASSERT_TRUE(feedback_->Do(&Stub::PublishPetition, publish).ok());
  const auto shown = Status(code, "");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->state(), v1::PETITION_STATE_PUBLISHED);
  EXPECT_EQ(shown->answer(), "Đã xử lý.");
  EXPECT_EQ(shown->public_text(), "Một người dân phản ánh chậm trả kết quả.");

  // One event per change, numbered without gaps, and without any text of a citizen.
  const std::vector<outbox::Event> events = Events("petition", sent.petition().petition_id());
  std::vector<std::string> states;
  for (const outbox::Event& event : events) {
    events::v1::PetitionChanged changed;
    ASSERT_TRUE(changed.ParseFromString(event.payload));
    EXPECT_EQ(changed.sequence(), event.sequence);
    EXPECT_EQ(changed.sequence(), static_cast<std::int64_t>(states.size()) + 1);
    EXPECT_EQ(changed.previous_state(), states.empty() ? "" : states.back());
    states.push_back(changed.state());
    for (const char* personal : {"Nguyễn", "0901234567", "example.vn", "Ấp", "phường", "quá hẹn"}) {
      EXPECT_THAT(event.payload, Not(HasSubstr(personal)));
    }
  }
  EXPECT_THAT(states, ElementsAre("new", "need_info", "supplemented", "accepted", "assigned",
                                  "waiting_publish", "published"));
  EXPECT_EQ(Get(code, kOffice)->petition().history_size(), 7);
}

TEST_F(PetitionsTest, TheSameCommandHasOneEffectAndOneAnswer) {
  const auto first = feedback_->Do(&Stub::SendPetition, ASending(), "one");
  ASSERT_TRUE(first.ok());
  const auto again = feedback_->Do(&Stub::SendPetition, ASending(), "one");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  auto other = ASending();
  other.set_title("Việc khác");
  EXPECT_EQ(Reason(feedback_->Do(&Stub::SendPetition, other, "one").status()),
            "IDEMPOTENCY_KEY_REUSED");

  auto accept = On<v1::AcceptPetitionRequest>(first->petition(), kCentre);
  accept.set_class_(v1::PETITION_CLASS_BEHAVIOUR);
  const auto accepted = feedback_->Do(&Stub::AcceptPetition, accept, "two");
  ASSERT_TRUE(accepted.ok());
  Assigned(accepted->petition(), kOffice);
  // The petition has moved on; the repeated call still gets the earlier answer.
  EXPECT_EQ(feedback_->Do(&Stub::AcceptPetition, accept, "two")->SerializeAsString(),
            accepted->SerializeAsString());
}

TEST_F(PetitionsTest, OfManyWhoSendTheSameOneActs) {
  constexpr int kThreads = 12;
  std::vector<std::string> codes(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        const auto sent = feedback_->Do(&Stub::SendPetition, ASending(), "same");
        codes[static_cast<std::size_t>(i)] = sent.ok() ? sent->petition().code() : "";
      });
    }
  }
  EXPECT_THAT(std::set<std::string>(codes.begin(), codes.end()), ::testing::SizeIs(1));
  EXPECT_NE(codes.front(), "");
  EXPECT_EQ(motcua::testing::SnapshotTables(database_.dsn())["petitions"].substr(0, 1), "1");
}

TEST_F(PetitionsTest, AStaleClerkIsRefused) {
  const v1::Petition seen = Sent().petition();
  const v1::Petition accepted = Accepted(seen);
  const auto before = motcua::testing::SnapshotTables(database_.dsn());
  const auto refused =
      feedback_->Do(&Stub::RefusePetition, On<v1::RefusePetitionRequest>(seen, kCentre, "lý do"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Reason(refused.status()), "STALE_REVISION");
  // Officers must always state a revision.
  auto blind = On<v1::RefusePetitionRequest>(accepted, kCentre, "lý do");
  blind.mutable_command()->set_expected_revision(0);
  EXPECT_EQ(Reason(feedback_->Do(&Stub::RefusePetition, blind).status()), "REVISION_MISSING");
  EXPECT_EQ(Reason(feedback_
                       ->Do(&Stub::RefusePetition,
                            On<v1::RefusePetitionRequest>(accepted, kCentre, "lý do"))
                       .status()),
            "WRONG_STATE");
  EXPECT_EQ(motcua::testing::SnapshotTables(database_.dsn()), before);
}

TEST_F(PetitionsTest, TwoReplicasNeverGiveACodeTwice) {
  RunningFeedback second(database_.dsn(), owners_.address());
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  std::mutex mutex;
  std::multiset<std::string> codes;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        for (int n = 0; n < kEach; ++n) {
          const auto sent = (i % 2 == 0 ? *feedback_ : second).Do(&Stub::SendPetition, ASending());
          const std::lock_guard lock(mutex);
          codes.insert(sent.ok() ? sent->petition().code() : sent.status().ToString());
        }
      });
    }
  }
  EXPECT_EQ(codes.size(), kThreads * kEach);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), kThreads * kEach);
  EXPECT_EQ(codes.count("PA.H19-261120-0080"), 1U);
}

TEST_F(PetitionsTest, WhoSentItIsForTheHandlingAgency) {
  const v1::Petition open = Assigned(Accepted(Sent().petition()), kOffice);
  EXPECT_FALSE(open.has_sender());  // assigned away by the centre
  EXPECT_EQ(Get(open.code(), kOffice)->petition().sender().phone(), "0901234567");
  EXPECT_FALSE(Get(open.code(), kWard)->petition().has_sender());
  EXPECT_NE(Get(open.code(), kWard)->petition().content(), "");

  const v1::Petition restricted = Assigned(Accepted(Sent().petition(), true), kOffice);
  EXPECT_TRUE(Get(restricted.code(), kOffice)->petition().has_sender());
  EXPECT_TRUE(Get(restricted.petition_id(), kCentre).ok());
  const auto refused = Get(restricted.code(), kWard);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Reason(refused.status()), "PETITION_RESTRICTED");

  v1::ListPetitionsRequest list;
  list.set_handling_agency(kOffice);
  const auto listed = feedback_->Do(&Stub::ListPetitions, list);
  ASSERT_EQ(listed->petitions_size(), 2);
  for (const v1::Petition& petition : listed->petitions()) {
    EXPECT_EQ(petition.title().empty(), petition.restricted());
    EXPECT_EQ(petition.content(), "");
    EXPECT_FALSE(petition.has_sender());
  }
}

TEST_F(PetitionsTest, WorkListsComeInPagesOldestDeadlineFirst) {
  std::vector<std::string> codes;
  for (const char* at : {"2026-11-20T09:15", "2026-11-23T09:15", "2026-11-25T09:15"}) {
    feedback_->SetClock(at);
    codes.push_back(Sent().petition().code());
  }
  v1::ListPetitionsRequest list;
  list.set_handling_agency(kCentre);
  list.set_page_size(2);
  const auto first = feedback_->Do(&Stub::ListPetitions, list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->petitions_size(), 2);
  EXPECT_EQ(first->petitions(0).code(), codes[0]);
  EXPECT_EQ(first->petitions(1).code(), codes[1]);
  list.set_page_token(first->next_page_token());
  const auto second = feedback_->Do(&Stub::ListPetitions, list);
  ASSERT_EQ(second->petitions_size(), 1);
  EXPECT_EQ(second->petitions(0).code(), codes[2]);
  EXPECT_EQ(second->next_page_token(), "");
  list.set_handling_agency(kOffice);
  EXPECT_EQ(Reason(feedback_->Do(&Stub::ListPetitions, list).status()), "PAGE_TOKEN_INVALID");

  // The first one's step was due on 25/11 at 17:00.
  feedback_->SetClock("2026-11-26T08:00");
  v1::ListPetitionsRequest overdue;
  overdue.set_handling_agency(kCentre);
  overdue.set_overdue(true);
  const auto late = feedback_->Do(&Stub::ListPetitions, overdue);
  ASSERT_EQ(late->petitions_size(), 1);
  EXPECT_EQ(late->petitions(0).code(), codes[0]);

  overdue.set_state(v1::PETITION_STATE_PUBLISHED);
  EXPECT_EQ(Reason(feedback_->Do(&Stub::ListPetitions, overdue).status()), "STATE_NOT_OPEN");
  EXPECT_EQ(Reason(feedback_->Do(&Stub::ListPetitions, v1::ListPetitionsRequest()).status()),
            "AGENCY_MISSING");
}

TEST_F(PetitionsTest, PublishedOnesAreListedNewestFirst) {
  std::vector<std::string> codes;
  for (const char* at : {"2026-11-20T09:15", "2026-11-23T09:15", "2026-11-25T09:15"}) {
    feedback_->SetClock(at);
    const v1::Petition answered =
        Answered(Assigned(Accepted(Sent().petition()), kOffice), kOffice, true);
    auto publish = On<v1::PublishPetitionRequest>(answered, kOffice);
    publish.set_public_text("Một người dân phản ánh.");
    ASSERT_TRUE(feedback_->Do(&Stub::PublishPetition, publish).ok());
    codes.push_back(answered.code());
  }
  Sent();  // not published
  v1::ListPublishedRequest list;
  list.set_about_agency(kWard);
  list.set_page_size(2);
  const auto first = feedback_->Do(&Stub::ListPublished, list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->petitions_size(), 2);
  EXPECT_EQ(first->petitions(0).code(), codes[2]);
  EXPECT_EQ(first->petitions(1).code(), codes[1]);
  list.set_page_token(first->next_page_token());
  const auto second = feedback_->Do(&Stub::ListPublished, list);
  ASSERT_EQ(second->petitions_size(), 1);
  EXPECT_EQ(second->petitions(0).code(), codes[0]);
  list.clear_page_token();
  list.set_about_agency(kOffice);
  EXPECT_EQ(feedback_->Do(&Stub::ListPublished, list)->petitions_size(), 0);
  EXPECT_EQ(feedback_->Do(&Stub::ListPublished, v1::ListPublishedRequest())->petitions_size(), 3);
}

TEST_F(PetitionsTest, AnswersAreCountedByTheDayTheyAreDue) {
  // Sent on 20/11: all due on 14/12.
  const v1::Petition in_time = Assigned(Accepted(Sent().petition()), kOffice);
  const v1::Petition late = Assigned(Accepted(Sent().petition()), kOffice);
  const v1::Petition open = Assigned(Accepted(Sent().petition()), kOffice);
  const v1::Petition unread = Sent().petition();
  const v1::Petition refused = Sent().petition();
  ASSERT_TRUE(feedback_
                  ->Do(&Stub::RefusePetition,
                       On<v1::RefusePetitionRequest>(refused, kCentre, "tố cáo: Luật Tố cáo"))
                  .ok());
  feedback_->SetClock("2026-12-14T17:00");  // exactly at the deadline is in time
  Answered(in_time, kOffice, false);
  const auto count = [&](const std::string& from, const std::string& to) {
    v1::CountPetitionsRequest request;
    request.set_from(from);
    request.set_to(to);
    return feedback_->Do(&Stub::CountPetitions, request);
  };
  const auto before = count("2026-12-14", "2026-12-14");
  ASSERT_TRUE(before.ok()) << before.status();
  feedback_->SetClock("2026-12-15T08:00");
  Answered(late, kOffice, true);
  const auto counted = count("2026-12-01", "2026-12-31");
  ASSERT_EQ(counted->counts_size(), 2);
  const v1::PetitionCount& centre = counted->counts(0);
  EXPECT_EQ(centre.handling_agency(), kCentre);
  EXPECT_EQ(centre.class_(), v1::PETITION_CLASS_UNSPECIFIED);
  EXPECT_EQ(centre.received(), 2);
  EXPECT_EQ(centre.refused(), 1);
  EXPECT_EQ(centre.open_overdue(), 1);
  const v1::PetitionCount& office = counted->counts(1);
  EXPECT_EQ(office.handling_agency(), kOffice);
  EXPECT_EQ(office.class_(), v1::PETITION_CLASS_REGULATION);
  EXPECT_EQ(office.received(), 3);
  EXPECT_EQ(office.answered_in_time(), 1);
  EXPECT_EQ(office.answered_late(), 1);
  EXPECT_EQ(office.open_overdue(), 1);
  EXPECT_EQ(before->counts(1).open_in_time(), 2);
  EXPECT_EQ(count("2026-12-15", "2026-12-31")->counts_size(), 0);
  EXPECT_EQ(Reason(count("2026-12-31", "2026-12-01").status()), "PERIOD_INVALID");
  EXPECT_EQ(Reason(count("2026-01-01", "2027-12-31").status()), "PERIOD_INVALID");
  EXPECT_EQ(Reason(count("14/12/2026", "2026-12-14").status()), "DATE_INVALID");
}

TEST_F(PetitionsTest, APetitionKeepsTheRulesUnderWhichItWasSent) {
  const v1::Petition old = Sent().petition();
  v1::LoadPetitionRulesRequest load;
  *load.mutable_rules() = RulesDocument();
  EXPECT_FALSE(feedback_->Do(&Stub::LoadPetitionRules, load)->added());
  load.mutable_rules()->mutable_limits(1)->mutable_answer()->set_value(10);
  EXPECT_EQ(Reason(feedback_->Do(&Stub::LoadPetitionRules, load).status()), "VERSION_FROZEN");
  load.mutable_rules()->set_version("v2");
  load.set_dry_run(true);
  EXPECT_TRUE(feedback_->Do(&Stub::LoadPetitionRules, load)->added());
  EXPECT_EQ(Sent().petition().answer_due_at().seconds(), old.answer_due_at().seconds());
  load.set_dry_run(false);
  EXPECT_TRUE(feedback_->Do(&Stub::LoadPetitionRules, load)->added());
  EXPECT_EQ(wire::ToInstant(Sent().petition().answer_due_at()), At("2026-12-07T17:00"));
  EXPECT_EQ(Accepted(old).answer_due_at().seconds(), old.answer_due_at().seconds());
  load.mutable_rules()->clear_limits();
  EXPECT_EQ(Reason(feedback_->Do(&Stub::LoadPetitionRules, load).status()),
            "PETITION_RULES_INVALID");
}

TEST_F(PetitionsTest, ARepeatedLoadOfRulesGetsItsAnswerAndChangesNothing) {
  v1::LoadPetitionRulesRequest load;
  *load.mutable_rules() = RulesDocument();
  load.mutable_rules()->set_version("v2");
  const auto first = feedback_->Do(&Stub::LoadPetitionRules, load, "again");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->added());
  const auto before = motcua::testing::SnapshotTables(database_.dsn());
  const auto again = feedback_->Do(&Stub::LoadPetitionRules, load, "again");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->added()) << "the first answer, although it is stored by now";
  load.mutable_rules()->set_version("v3");
  EXPECT_EQ(Reason(feedback_->Do(&Stub::LoadPetitionRules, load, "again").status()),
            "IDEMPOTENCY_KEY_REUSED");
  // A dry run leaves its key free.
  load.set_dry_run(true);
  EXPECT_TRUE(feedback_->Do(&Stub::LoadPetitionRules, load, "fresh")->added());
  EXPECT_EQ(motcua::testing::SnapshotTables(database_.dsn()), before);
  load.set_dry_run(false);
  EXPECT_TRUE(feedback_->Do(&Stub::LoadPetitionRules, load, "fresh")->added());
}

TEST_F(PetitionsTest, TheDossierItIsAboutExists) {
  auto request = ASending();
  request.set_about_dossier("h19 12 261001 0001");
  EXPECT_EQ(Reason(feedback_->Do(&Stub::SendPetition, request).status()), "DOSSIER_UNKNOWN");
  owners_.Hold("H19.12-261001-0001", true);
  EXPECT_EQ(feedback_->Do(&Stub::SendPetition, request)->petition().about_dossier(),
            "H19.12-261001-0001");
}

TEST(CalendarTest, IsFetchedFromItsOwnerWithoutKafka) {
  const motcua::testing::TempDatabase database = motcua::testing::MigratedDatabase("feedback");
  Prepare(database.dsn(), false);
  FakeOwners owners;
  RunningFeedback feedback(database.dsn(), owners.address());
  v1::LoadPetitionRulesRequest load;
  *load.mutable_rules() = RulesDocument();
  ASSERT_TRUE(feedback.Do(&Stub::LoadPetitionRules, load).ok());
  EXPECT_EQ(Reason(feedback.Do(&Stub::SendPetition, ASending()).status()), "CALENDAR_UNKNOWN");
  owners.PublishCalendar(CalendarDocument("test-1"), "test-1");
  EXPECT_TRUE(motcua::testing::Eventually(
      [&] { return feedback.Do(&Stub::SendPetition, ASending()).ok(); }));
}

}  // namespace
}  // namespace motcua::feedback
