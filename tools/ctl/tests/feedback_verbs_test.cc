// Verbs on petitions and ratings against a fake feedback that records its calls.
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/feedback/v1/feedback_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/status_conversion.h"

#include "exit_code.h"
#include "running.h"

namespace motcua::ctl {
namespace {

namespace fb = feedback::v1;
using grpc::ServerContext;
using grpc::Status;
using testing::HasSubstr;
using testing::Not;

class FakeFeedback final : public fb::FeedbackService::Service {
 public:
  Status GetPetition(ServerContext*, const fb::GetPetitionRequest* request,
                     fb::GetPetitionResponse* response) override {
    fb::Petition& petition = *response->mutable_petition();
    petition.set_code(request->petition());
    petition.set_revision(4);
    petition.set_state(fb::PETITION_STATE_ASSIGNED);
    petition.set_content("dòng\x1b[2J");
    petition.mutable_sender()->set_full_name("Nguyễn Văn A");
    petition.mutable_sender()->set_phone("0901234567");
    petition.add_history()->set_note("đã hỏi");
    return Status::OK;
  }
  Status AcceptPetition(ServerContext*, const fb::AcceptPetitionRequest* request,
                        fb::AcceptPetitionResponse* response) override {
    accept = *request;
    response->mutable_petition()->set_state(fb::PETITION_STATE_ACCEPTED);
    return Status::OK;
  }
  Status AnswerPetition(ServerContext* context, const fb::AnswerPetitionRequest* request,
                        fb::AnswerPetitionResponse*) override {
    answer = *request;
    const auto key = context->client_metadata().find("idempotency-key");
    answer_key = std::string(key->second.data(), key->second.size());
    return Status::OK;
  }
  Status TransferPetition(ServerContext*, const fb::TransferPetitionRequest* request,
                          fb::TransferPetitionResponse*) override {
    transfer = *request;
    return rpc::ToGrpcStatus(Error(absl::StatusCode::kAborted, "STALE_REVISION", "read it again"),
                             "feedback");
  }
  Status JoinPetition(ServerContext*, const fb::JoinPetitionRequest* request,
                      fb::JoinPetitionResponse* response) override {
    join = *request;
    response->mutable_petition()->set_joined_to(request->earlier());
    return Status::OK;
  }
  Status ListPetitions(ServerContext*, const fb::ListPetitionsRequest* request,
                       fb::ListPetitionsResponse* response) override {
    list = *request;
    response->add_petitions()->set_code("PA-" + request->page_token());
    response->mutable_petitions(0)->set_repeat_of("PA-EARLIER");
    if (request->page_token().empty()) {
      response->set_next_page_token("2");
    }
    return Status::OK;
  }
  Status CountPetitions(ServerContext*, const fb::CountPetitionsRequest* request,
                        fb::CountPetitionsResponse* response) override {
    response->add_counts()->set_handling_agency(request->from() + "/" + request->to());
    return Status::OK;
  }
  Status CountRatings(ServerContext*, const fb::CountRatingsRequest*,
                      fb::CountRatingsResponse* response) override {
    response->add_counts()->set_source(fb::RATING_SOURCE_SMS);
    return Status::OK;
  }
  Status LoadPetitionRules(ServerContext*, const fb::LoadPetitionRulesRequest* request,
                           fb::LoadPetitionRulesResponse* response) override {
    rules = *request;
    response->set_added(true);
    return Status::OK;
  }

  fb::AcceptPetitionRequest accept;
  fb::AnswerPetitionRequest answer;
  std::string answer_key;
  fb::TransferPetitionRequest transfer;
  fb::JoinPetitionRequest join;
  fb::ListPetitionsRequest list;
  fb::LoadPetitionRulesRequest rules;
};

class FeedbackVerbsTest : public testing::Test {
 protected:
  FeedbackVerbsTest() {
    auto server = rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&feedback_}});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetReady(true);
  }
  CtlRun Ctl(const std::vector<std::string>& arguments) const {
    return CtlRun(arguments,
                  {"MOTCUA_CTL_FEEDBACK_TARGETS=127.0.0.1:" + std::to_string(server_->port())});
  }
  CtlRun On(const std::string& verb, std::vector<std::string> options) const {
    std::vector<std::string> arguments = {"petitions", verb,       "PA1",    "--actor",
                                          "0123",      "--agency", "H99.802"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return Ctl(arguments);
  }

  FakeFeedback feedback_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(FeedbackVerbsTest, APetitionIsShownWithoutItsSendersNumber) {
  const CtlRun run = On("show", {});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Nguyễn Văn A"));
  EXPECT_THAT(run.out, HasSubstr("đã hỏi"));
  EXPECT_THAT(run.out, Not(HasSubstr("0901234567")));
  EXPECT_THAT(run.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(On("show", {"--json"}).out, HasSubstr("0901234567"));
}

TEST_F(FeedbackVerbsTest, ADecisionStatesTheRevisionItRead) {
  EXPECT_EQ(On("accept", {"--class", "behaviour", "--restricted"}).exit_code, kOk);
  EXPECT_EQ(feedback_.accept.command().expected_revision(), 4);
  EXPECT_EQ(feedback_.accept.command().actor().agency(), "H99.802");
  EXPECT_EQ(feedback_.accept.class_(), fb::PETITION_CLASS_BEHAVIOUR);
  EXPECT_TRUE(feedback_.accept.restricted());
  EXPECT_EQ(On("accept", {"--class", "nothing"}).exit_code, kUsage);
}

TEST_F(FeedbackVerbsTest, ADecisionCanBeRepeated) {
  const CtlRun run = On("answer", {"--text", "Xong.", "--unpublished", "--reason", "riêng tư",
                                   "--revision", "7", "--key", "again"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.err, HasSubstr("--revision 7 --key again"));
  EXPECT_EQ(feedback_.answer_key, "again");
  EXPECT_EQ(feedback_.answer.command().expected_revision(), 7);
  EXPECT_EQ(feedback_.answer.answer(), "Xong.");
  EXPECT_FALSE(feedback_.answer.publish());
}

TEST_F(FeedbackVerbsTest, ARefusalIsToldByItsReason) {
  const CtlRun run = On("transfer", {"--outside", "Bộ Tư pháp", "--reason", "thẩm quyền"});
  EXPECT_EQ(run.exit_code, kRefused);
  EXPECT_THAT(run.err, HasSubstr("STALE_REVISION"));
  EXPECT_EQ(feedback_.transfer.outside_agency(), "Bộ Tư pháp");
  EXPECT_EQ(On("transfer", {"--outside", "Bộ", "--to", "H99.1"}).exit_code, kUsage);
}

TEST_F(FeedbackVerbsTest, APetitionSentAgainIsJoinedToTheEarlierOne) {
  const CtlRun run = On("join", {"--earlier", "PA0", "--reason", "Cùng nội dung"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_EQ(feedback_.join.earlier(), "PA0");
  EXPECT_EQ(feedback_.join.command().reason(), "Cùng nội dung");
  EXPECT_THAT(run.out, HasSubstr("PA0"));
  EXPECT_EQ(On("join", {"--reason", "Cùng nội dung"}).exit_code, kUsage);
}

TEST_F(FeedbackVerbsTest, TheWorkListGoesOnUntilItsLimit) {
  const CtlRun run = Ctl({"petitions", "list", "--agency", "H99.802", "--overdue"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, HasSubstr("PA-2"));
  EXPECT_THAT(run.out, HasSubstr("PA-EARLIER"));
  EXPECT_TRUE(feedback_.list.overdue());
  const CtlRun one = Ctl({"petitions", "list", "--agency", "H99.802", "--limit", "1"});
  EXPECT_THAT(one.out, Not(HasSubstr("PA-2")));
  EXPECT_THAT(one.err, HasSubstr("--limit"));
}

TEST_F(FeedbackVerbsTest, CountsAreShownInWordsAndAsJson) {
  const std::vector<std::string> period = {"--from", "2026-11-01", "--to", "2026-11-30"};
  std::vector<std::string> petitions = {"petitions", "count"};
  petitions.insert(petitions.end(), period.begin(), period.end());
  EXPECT_THAT(Ctl(petitions).out, HasSubstr("2026-11-01/2026-11-30"));
  std::vector<std::string> ratings = {"ratings", "count"};
  ratings.insert(ratings.end(), period.begin(), period.end());
  EXPECT_THAT(Ctl(ratings).out, HasSubstr("tin nhắn"));
  ratings.emplace_back("--json");
  EXPECT_THAT(Ctl(ratings).out, HasSubstr("RATING_SOURCE_SMS"));
}

TEST_F(FeedbackVerbsTest, TheSampleRulesAreLoaded) {
  const std::string file = MOTCUA_SOURCE_DIR "/deploy/sample/petition-rules.json";
  const CtlRun run = Ctl({"petition-rules", "load", file, "--check"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_TRUE(feedback_.rules.dry_run());
  EXPECT_EQ(feedback_.rules.rules().centre(), "H19.802");
  EXPECT_EQ(Ctl({"petition-rules", "load", "/nowhere.json"}).exit_code, kRefused);
}

}  // namespace
}  // namespace motcua::ctl
