// Verbs against fake programs: gRPC services in this process, which record their calls.
#include <algorithm>
#include <memory>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/intake/v1/intake_service.grpc.pb.h"
#include "motcua/operations/v1/operations_service.grpc.pb.h"
#include "motcua/processing/v1/processing_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/status_conversion.h"

#include "exit_code.h"
#include "running.h"

namespace motcua::ctl {
namespace {

using grpc::ServerContext;
using grpc::Status;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string KeyOf(const ServerContext& context) {
  const auto found = context.client_metadata().find("idempotency-key");
  return found == context.client_metadata().end()
             ? std::string()
             : std::string(found->second.data(), found->second.size());
}

class FakeIntake final : public intake::v1::IntakeService::Service {
 public:
  Status GetDossier(ServerContext*, const intake::v1::GetDossierRequest* request,
                    intake::v1::GetDossierResponse* response) override {
    if (request->dossier() != "D1") {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier"), "intake");
    }
    response->mutable_dossier()->set_code("D1");
    response->mutable_dossier()->set_revision(3);
    response->mutable_dossier()->set_accepted(accepted);
    return Status::OK;
  }
  Status WithdrawDossier(ServerContext* context, const intake::v1::WithdrawDossierRequest* request,
                         intake::v1::WithdrawDossierResponse* response) override {
    withdrawn.push_back(request->command());
    keys.push_back(KeyOf(*context));
    response->mutable_dossier()->set_state(type::v1::DOSSIER_STATE_WITHDRAWN);
    return Status::OK;
  }
  Status ListDossiers(ServerContext*, const intake::v1::ListDossiersRequest* request,
                      intake::v1::ListDossiersResponse* response) override {
    const int page = request->page_token().empty() ? 1 : std::stoi(request->page_token());
    for (int i = 0; i < request->page_size() && i < 2; ++i) {
      response->add_dossiers()->set_code("P" + std::to_string(page));
    }
    if (page < 3) {
      response->set_next_page_token(std::to_string(page + 1));
    }
    return Status::OK;
  }
  Status GetTimeline(ServerContext*, const intake::v1::GetTimelineRequest*,
                     intake::v1::GetTimelineResponse* response) override {
    response->add_entries()->set_event_type("motcua.intake.events.v1.DossierFiled");
    return Status::OK;
  }
  bool accepted = false;
  std::vector<intake::v1::Command> withdrawn;
  std::vector<std::string> keys;
};

class FakeProcessing final : public processing::v1::ProcessingService::Service {
 public:
  Status GetDossier(ServerContext*, const processing::v1::GetDossierRequest*,
                    processing::v1::GetDossierResponse* response) override {
    response->mutable_dossier()->set_revision(8);
    return Status::OK;
  }
  Status WithdrawDossier(ServerContext*, const processing::v1::WithdrawDossierRequest* request,
                         processing::v1::WithdrawDossierResponse* response) override {
    withdrawn.push_back(request->command());
    response->mutable_dossier()->set_code("D1");
    return Status::OK;
  }
  Status ForwardDossier(ServerContext*, const processing::v1::ForwardDossierRequest*,
                        processing::v1::ForwardDossierResponse*) override {
    return rpc::ToGrpcStatus(
        Error(absl::StatusCode::kAborted, "STALE_REVISION", "read it again", {{"revision", "9"}}),
        "processing");
  }
  Status GetTimeline(ServerContext*, const processing::v1::GetTimelineRequest*,
                     processing::v1::GetTimelineResponse* response) override {
    response->add_entries()->set_event_type("motcua.processing.events.v1.TaskStarted");
    return rpc::ToGrpcStatus(timeline, "processing");
  }
  std::vector<processing::v1::Command> withdrawn;
  absl::Status timeline;
};

class FakeOperations final : public operations::v1::OperationsService::Service {
 public:
  Status GetFlow(ServerContext*, const operations::v1::GetFlowRequest*,
                 operations::v1::GetFlowResponse* response) override {
    response->set_outbox_pending(5);
    response->add_consumers()->set_consumer("intake.workflows");
    return Status::OK;
  }
  Status ReEmit(ServerContext* context, const operations::v1::ReEmitRequest* request,
                operations::v1::ReEmitResponse* response) override {
    emitted.push_back(*request);
    const auto found = context->client_metadata().find("idempotency-key");
    keys.emplace(found == context->client_metadata().end()
                     ? ""
                     : std::string(found->second.data(), found->second.size()));
    const bool last = emitted.size() >= static_cast<std::size_t>(calls_to_finish);
    response->set_events(12 * static_cast<std::int64_t>(emitted.size()));
    response->set_finished(last);
    return Status::OK;
  }
  // Two pages: one item each.
  Status ListSetAside(ServerContext*, const operations::v1::ListSetAsideRequest* request,
                      operations::v1::ListSetAsideResponse* response) override {
    operations::v1::SetAsideItem& item = *response->add_items();
    item.set_worker("redate");
    item.set_item(request->page_token().empty() ? "D1" : "D2");
    item.set_reason("DATA_CORRUPT");
    item.mutable_again_at()->set_seconds(1741745700);
    if (request->page_token().empty()) {
      response->set_next_page_token("more");
    }
    return Status::OK;
  }
  Status RetrySetAside(ServerContext*, const operations::v1::RetrySetAsideRequest* request,
                       operations::v1::RetrySetAsideResponse* response) override {
    if (request->worker() != "redate") {
      return rpc::ToGrpcStatus(
          Error(absl::StatusCode::kNotFound, "WORKER_UNKNOWN", "no such worker"), "processing");
    }
    response->set_retried(request->item() == "D3" ? 0 : 1);
    return Status::OK;
  }
  std::vector<operations::v1::ReEmitRequest> emitted;
  std::set<std::string> keys;
  int calls_to_finish = 1;
};

class FakeSimulation final : public operations::v1::SimulationService::Service {
 public:
  Status SetClock(ServerContext*, const operations::v1::SetClockRequest* request,
                  operations::v1::SetClockResponse* response) override {
    set.push_back(request->now().seconds());
    *response->mutable_now() = request->now();
    return Status::OK;
  }
  std::vector<std::int64_t> set;
};

// All services on one port, as if it were one replica of each program.
class ServedVerbsTest : public testing::Test {
 protected:
  ServedVerbsTest() {
    auto server =
        rpc::Server::Start({.listen = "127.0.0.1:0",
                            .services = {&intake_, &processing_, &operations_, &simulation_}});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetReady(true);
    address_ = "127.0.0.1:" + std::to_string(server_->port());
  }
  CtlRun Ctl(const std::vector<std::string>& arguments) {
    return CtlRun(arguments, {"MOTCUA_CTL_INTAKE_TARGETS=" + address_,
                              "MOTCUA_CTL_PROCESSING_TARGETS=" + address_});
  }

  FakeIntake intake_;
  FakeProcessing processing_;
  FakeOperations operations_;
  FakeSimulation simulation_;
  std::unique_ptr<rpc::Server> server_;
  std::string address_;
};

const std::vector<std::string> kWithdraw = {"withdraw",  "D1",       "--actor", "app-7",
                                            "--citizen", "--reason", "thôi"};

TEST_F(ServedVerbsTest, BeforeAcceptanceIntakeIsToldWithItsRevision) {
  const CtlRun run = Ctl(kWithdraw);
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  ASSERT_EQ(intake_.withdrawn.size(), 1U);
  EXPECT_EQ(intake_.withdrawn[0].expected_revision(), 3);
  EXPECT_EQ(intake_.withdrawn[0].reason(), "thôi");
  EXPECT_EQ(intake_.withdrawn[0].actor().kind(), type::v1::ACTOR_KIND_CITIZEN);
  EXPECT_FALSE(intake_.keys[0].empty());
  EXPECT_THAT(run.err, HasSubstr("--revision 3 --key " + intake_.keys[0]));
  EXPECT_THAT(run.out, HasSubstr("7 Công dân yêu cầu rút hồ sơ"));
  EXPECT_THAT(processing_.withdrawn, IsEmpty());
}

TEST_F(ServedVerbsTest, FromAcceptanceOnProcessingIsTold) {
  intake_.accepted = true;
  EXPECT_EQ(Ctl(kWithdraw).exit_code, kOk);
  ASSERT_EQ(processing_.withdrawn.size(), 1U);
  EXPECT_EQ(processing_.withdrawn[0].expected_revision(), 8);
  EXPECT_THAT(intake_.withdrawn, IsEmpty());
}

TEST_F(ServedVerbsTest, AGivenRevisionAndKeyAreSentAsTheyAre) {
  std::vector<std::string> arguments = kWithdraw;
  arguments.insert(arguments.end(), {"--revision", "0", "--key", "k-1"});
  EXPECT_EQ(Ctl(arguments).exit_code, kOk);
  EXPECT_EQ(intake_.withdrawn.at(0).expected_revision(), 0);
  EXPECT_EQ(intake_.keys.at(0), "k-1");
}

TEST_F(ServedVerbsTest, ARefusalIsOneLineWithItsReasonAndExit1) {
  const CtlRun unknown = Ctl({"show", "D2"});
  EXPECT_EQ(unknown.exit_code, kRefused);
  EXPECT_EQ(unknown.err, "motcuactl: DOSSIER_UNKNOWN: no such dossier\n");
  const CtlRun stale = Ctl({"forward", "D1", "--actor", "1", "--agency", "H19", "--revision", "2"});
  EXPECT_EQ(stale.exit_code, kRefused);
  EXPECT_THAT(stale.err, HasSubstr("motcuactl: STALE_REVISION: read it again\n  revision: 9\n"));
}

TEST_F(ServedVerbsTest, JsonIsOneDocumentALineWithTheFieldNamesOfTheProtos) {
  const CtlRun run = Ctl({"show", "D1", "--json"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  const boost::json::value document = boost::json::parse(run.out);
  EXPECT_EQ(document.at("code"), "D1");
  EXPECT_EQ(document.at("fee_paid"), false);
}

TEST_F(ServedVerbsTest, AListTakesPagesUntilTheLimitAndSaysThatThereAreMore) {
  const auto lines = [](const CtlRun& run) {
    return std::count(run.out.begin(), run.out.end(), '\n');
  };
  const CtlRun all = Ctl({"waiting", "--agency", "A", "--json"});
  EXPECT_EQ(lines(all), 6);
  EXPECT_THAT(all.err, IsEmpty());
  const CtlRun some = Ctl({"waiting", "--agency", "A", "--json", "--limit", "3"});
  EXPECT_EQ(lines(some), 3);
  EXPECT_THAT(some.err, HasSubstr("--limit"));
}

TEST_F(ServedVerbsTest, ATimelineWithoutProcessingsPartSaysSo) {
  intake_.accepted = true;
  const CtlRun whole = Ctl({"timeline", "D1"});
  EXPECT_EQ(whole.exit_code, kOk) << whole.err;
  EXPECT_THAT(whole.out, AllOf(HasSubstr("DossierFiled"), HasSubstr("TaskStarted"),
                               Not(HasSubstr("incomplete"))));

  // The exit statuses of a refusal and of an unreachable program.
  processing_.timeline = Error(absl::StatusCode::kFailedPrecondition, "EVENT_UNREADABLE", "torn");
  const CtlRun refused = Ctl({"timeline", "D1"});
  EXPECT_EQ(refused.exit_code, kRefused);
  EXPECT_THAT(refused.out, AllOf(HasSubstr("DossierFiled"), HasSubstr("Chưa đủ lịch sử"),
                                 HasSubstr("incomplete"), HasSubstr("EVENT_UNREADABLE")));
  EXPECT_THAT(refused.err, HasSubstr("EVENT_UNREADABLE"));
  const CtlRun down =
      CtlRun({"timeline", "D1", "--json", "--intake", address_, "--processing", "127.0.0.1:1"});
  EXPECT_EQ(down.exit_code, kUnavailable);
  std::istringstream out(down.out);
  std::string line;
  ASSERT_TRUE(std::getline(out, line));
  EXPECT_EQ(boost::json::parse(line).at("event_type"), "motcua.intake.events.v1.DossierFiled");
  ASSERT_TRUE(std::getline(out, line));
  const boost::json::value missing = boost::json::parse(line).at("missing");
  EXPECT_EQ(missing.at("owner"), "processing");
  EXPECT_EQ(missing.at("reason"), "UNAVAILABLE");
  EXPECT_FALSE(missing.at("message").as_string().empty());
  EXPECT_FALSE(std::getline(out, line));
}

TEST_F(ServedVerbsTest, FlowShowsTheOtherReplicasWhenOneIsDown) {
  const CtlRun run =
      CtlRun({"flow", "--json", "--intake", "127.0.0.1:1," + address_, "--processing", address_});
  EXPECT_EQ(run.exit_code, kUnavailable);
  EXPECT_THAT(run.err, HasSubstr("replica: intake 127.0.0.1:1"));
  std::istringstream out(run.out);
  std::vector<std::string> programs;
  for (std::string line; std::getline(out, line);) {
    const boost::json::value document = boost::json::parse(line);
    EXPECT_EQ(boost::json::value_to<std::string>(document.at("replica")), address_);
    EXPECT_EQ(document.at("flow").at("outbox_pending"), "5");
    programs.push_back(boost::json::value_to<std::string>(document.at("program")));
  }
  EXPECT_THAT(programs, ElementsAre("intake", "processing"));
}

TEST_F(ServedVerbsTest, WhatIsSetAsideIsListedOfEveryReplicaThatAnswers) {
  const CtlRun run = CtlRun(
      {"set-aside", "list", "--intake", "127.0.0.1:1", "--processing", address_ + "," + address_});
  EXPECT_EQ(run.exit_code, kUnavailable);
  EXPECT_THAT(run.err, HasSubstr("replica: intake 127.0.0.1:1"));
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 2 + 4) << run.out;
  EXPECT_THAT(run.out,
              AllOf(HasSubstr(address_), HasSubstr("redate"), HasSubstr("D1"), HasSubstr("D2"),
                    HasSubstr("12/03/2025 09:15"), HasSubstr("DATA_CORRUPT")));

  const CtlRun json = Ctl({"set-aside", "list", "--json"});
  EXPECT_EQ(json.exit_code, kOk) << json.err;
  const boost::json::value document = boost::json::parse(json.out.substr(0, json.out.find('\n')));
  EXPECT_EQ(document.at("program"), "intake");
  EXPECT_EQ(boost::json::value_to<std::string>(document.at("replica")), address_);
  EXPECT_EQ(document.at("set_aside").at("item"), "D1");
}

TEST_F(ServedVerbsTest, WhatIsSetAsideIsTriedAgainWhereverItIs) {
  const std::vector<std::string> retry = {
      "set-aside", "retry",  "--program",    "processing",
      "--worker",  "redate", "--processing", "127.0.0.1:1," + address_};
  const auto with_item = [&](const std::string& item) {
    std::vector<std::string> arguments = retry;
    arguments.insert(arguments.end(), {"--item", item});
    return CtlRun(arguments);
  };
  const CtlRun all = CtlRun(retry);
  EXPECT_EQ(all.exit_code, kUnavailable) << "not all could be asked";
  EXPECT_THAT(all.out, HasSubstr(": 1\n"));
  EXPECT_EQ(with_item("D1").exit_code, kOk);
  EXPECT_EQ(with_item("D3").exit_code, kUnavailable) << "nobody knows";

  const CtlRun gone =
      Ctl({"set-aside", "retry", "--program", "processing", "--worker", "redate", "--item", "D3"});
  EXPECT_EQ(gone.exit_code, kRefused);
  EXPECT_THAT(gone.err, HasSubstr("NOTHING_SET_ASIDE"));
  const CtlRun unknown = Ctl({"set-aside", "retry", "--program", "processing", "--worker", "sms"});
  EXPECT_EQ(unknown.exit_code, kRefused);
  EXPECT_THAT(unknown.err, HasSubstr("WORKER_UNKNOWN"));
}

TEST_F(ServedVerbsTest, ReEmitReadsLocalTime) {
  const CtlRun run = Ctl({"re-emit", "--program", "intake", "--stream", "dossier", "--from",
                          "2025-03-01", "--to", "2025-03-02T08:00"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  ASSERT_EQ(operations_.emitted.size(), 1U);
  EXPECT_EQ(operations_.emitted[0].from().seconds(), 1740762000);  // 2025-02-28T17:00Z
  EXPECT_EQ(operations_.emitted[0].to().seconds(), 1740877200);    // 2025-03-02T01:00Z
  EXPECT_THAT(run.out, HasSubstr("12"));
}

TEST_F(ServedVerbsTest, ReEmitAsksUntilTheRangeIsFinished) {
  operations_.calls_to_finish = 3;
  const CtlRun run = Ctl({"re-emit", "--program", "intake", "--stream", "dossier", "--from",
                          "2025-03-01", "--to", "2025-06-01", "--rate", "250"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  ASSERT_EQ(operations_.emitted.size(), 3U);
  EXPECT_EQ(operations_.emitted[2].events_per_second(), 250);
  EXPECT_EQ(operations_.keys.size(), 1U) << "one command, one key";
  EXPECT_THAT(run.out, HasSubstr("36"));
}

TEST_F(ServedVerbsTest, TheClockIsSetInEveryReplica) {
  const CtlRun run = CtlRun({"clock", "set", "2025-03-12T09:15", "--intake",
                             address_ + "," + address_, "--processing", address_});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(simulation_.set, ElementsAre(1741745700, 1741745700, 1741745700));
  EXPECT_THAT(run.out, HasSubstr("12/03/2025 09:15"));
}

}  // namespace
}  // namespace motcua::ctl
