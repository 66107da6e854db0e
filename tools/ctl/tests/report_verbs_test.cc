// The report verbs against a fake reporting in this process, which records its calls.
#include <fstream>
#include <iterator>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/reporting/v1/reporting_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/status_conversion.h"

#include "exit_code.h"
#include "running.h"

namespace motcua::ctl {
namespace {

using grpc::ServerContext;
using grpc::Status;
using testing::HasSubstr;

class FakeReporting final : public reporting::v1::ReportingService::Service {
 public:
  Status GetForm06a(ServerContext*, const reporting::v1::GetForm06aRequest* request,
                    reporting::v1::GetForm06aResponse* response) override {
    asked = *request;
    if (request->agency() == "H99.99") {
      return rpc::ToGrpcStatus(FieldError("agency", "AGENCY_UNKNOWN", "no such agency"),
                               "reporting");
    }
    response->set_from("2026-06-15");
    response->set_to("2026-09-14");
    reporting::v1::Form06aRow& row = *response->add_rows();
    row.set_code("H99.11");
    row.set_name_vi("Sở Tư pháp");
    row.set_received_total(12);
    row.set_open_overdue(3);
    response->mutable_total()->set_received_total(12);
    return Status::OK;
  }
  Status ExportForm06a(ServerContext*, const reporting::v1::ExportForm06aRequest*,
                       reporting::v1::ExportForm06aResponse* response) override {
    response->set_file_name("II.06a.xlsx");
    response->set_content(std::string("PK\0\x03", 4));
    return Status::OK;
  }
  Status ListOverdue(ServerContext*, const reporting::v1::ListOverdueRequest* request,
                     reporting::v1::ListOverdueResponse* response) override {
    response->add_dossiers()->set_code(request->page_token().empty() ? "first" : "second");
    response->set_next_page_token(request->page_token().empty() ? "more" : "");
    return Status::OK;
  }
  Status ListSharedPayments(ServerContext*, const reporting::v1::ListSharedPaymentsRequest* request,
                            reporting::v1::ListSharedPaymentsResponse* response) override {
    asked_payments = *request;
    if (request->agency() == "H99.99") {
      return rpc::ToGrpcStatus(FieldError("agency", "AGENCY_UNKNOWN", "no such agency"),
                               "reporting");
    }
    reporting::v1::SharedPayment& payment = *response->add_payments();
    payment.set_code(request->page_token().empty() ? "H99.11-1" : "H99.12-2");
    payment.set_payment_reference(request->page_token().empty() ? "FT 26" : "ft-26");
    payment.set_amount_vnd(15000);
    payment.set_debts(2);
    payment.set_total_vnd(40000);
    response->set_next_page_token(request->page_token().empty() ? "more" : "");
    return Status::OK;
  }
  Status GetTargets(ServerContext*, const reporting::v1::GetTargetsRequest*,
                    reporting::v1::GetTargetsResponse* response) override {
    reporting::v1::TargetValue& value = *response->add_values();
    value.mutable_target()->set_id("T2");
    value.mutable_target()->set_at_least_basis_points(9800);
    value.set_basis_points(9705);
    response->add_values()->mutable_target()->set_id("T3");
    return Status::OK;
  }
  Status LoadTargets(ServerContext*, const reporting::v1::LoadTargetsRequest* request,
                     reporting::v1::LoadTargetsResponse* response) override {
    response->set_loaded(request->dry_run() ? -request->targets_size() : request->targets_size());
    return Status::OK;
  }
  Status StartRebuild(ServerContext*, const reporting::v1::StartRebuildRequest* request,
                      reporting::v1::StartRebuildResponse* response) override {
    actor = request->actor();
    response->set_generation(2);
    return Status::OK;
  }
  reporting::v1::GetForm06aRequest asked;
  reporting::v1::ListSharedPaymentsRequest asked_payments;
  type::v1::Actor actor;
};

class ReportVerbs : public testing::Test {
 protected:
  ReportVerbs() { server_->SetReady(true); }
  ~ReportVerbs() override { server_->Stop(std::chrono::seconds(0)); }
  CtlRun Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"--reporting", "127.0.0.1:" + std::to_string(server_->port())});
    return CtlRun(arguments);
  }
  FakeReporting reporting_;
  const std::unique_ptr<rpc::Server> server_ =
      rpc::Server::Start({.listen = "127.0.0.1:0", .services = {&reporting_}}).value();
};

TEST_F(ReportVerbs, TheFormIsATableOrOneDocument) {
  const CtlRun table = Run({"report", "06a", "--period", "2026-Q3", "--by-field"});
  EXPECT_EQ(table.exit_code, kOk) << table.err;
  EXPECT_THAT(table.out, HasSubstr("Sở Tư pháp"));
  EXPECT_EQ(reporting_.asked.period().preset(), "2026-Q3");
  EXPECT_EQ(reporting_.asked.grouping(), reporting::v1::FORM06A_GROUPING_FIELD);

  const CtlRun document =
      Run({"--json", "report", "06a", "--from", "2026-06-15", "--to", "2026-09-14"});
  ASSERT_EQ(document.exit_code, kOk) << document.err;
  const boost::json::value json = boost::json::parse(document.out);
  EXPECT_EQ(json.at("from").as_string(), "2026-06-15");
  EXPECT_EQ(json.at("rows").at(0).at("open_overdue").as_string(), "3");
  EXPECT_EQ(json.at("total").at("received_total").as_string(), "12");
  EXPECT_EQ(reporting_.asked.grouping(), reporting::v1::FORM06A_GROUPING_AGENCY);
}

TEST_F(ReportVerbs, ASpreadsheetIsWrittenToTheByte) {
  const std::string path = testing::TempDir() + "/motcuactl-report-06a.xlsx";
  const CtlRun run = Run({"report", "06a", "--period", "2026-Q3", "--xlsx", path});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), std::string("PK\0\x03", 4));
  EXPECT_EQ(Run({"report", "06a", "--period", "2026-Q3", "--xlsx", "/nowhere/at/all"}).exit_code,
            kRefused);
}

TEST_F(ReportVerbs, WrongPeriodsAndAgenciesAreTold) {
  EXPECT_EQ(Run({"report", "06a", "--from", "2026-06-15"}).exit_code, kUsage);
  EXPECT_EQ(Run({"report", "06a", "--period", "2026", "--from", "2026-06-15", "--to", "2026-06-16"})
                .exit_code,
            kUsage);
  const CtlRun refused = Run({"report", "06a", "--period", "2026", "--agency", "H99.99"});
  EXPECT_EQ(refused.exit_code, kRefused);
  EXPECT_THAT(refused.err, HasSubstr("AGENCY_UNKNOWN"));
}

TEST_F(ReportVerbs, TheOverdueListGoesThroughAllPages) {
  const CtlRun run = Run({"report", "overdue"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, HasSubstr("first"));
  EXPECT_THAT(run.out, HasSubstr("second"));
}

TEST_F(ReportVerbs, SharedPaymentsAreATableOrALineEachOfAllPages) {
  const CtlRun table = Run({"report", "shared-payments", "--agency", "H99.11", "--from",
                            "2026-10-01", "--to", "2026-10-31"});
  EXPECT_EQ(table.exit_code, kOk) << table.err;
  for (const char* text : {"H99.11-1", "H99.12-2", "FT 26", "ft-26", "15000", "40000"}) {
    EXPECT_THAT(table.out, HasSubstr(text));
  }
  EXPECT_EQ(reporting_.asked_payments.agency(), "H99.11");
  EXPECT_EQ(reporting_.asked_payments.period().from(), "2026-10-01");
  EXPECT_EQ(reporting_.asked_payments.period().to(), "2026-10-31");
  EXPECT_EQ(reporting_.asked_payments.page_token(), "more");

  const CtlRun lines = Run({"--json", "report", "shared-payments"});
  ASSERT_EQ(lines.exit_code, kOk) << lines.err;
  EXPECT_THAT(lines.out, HasSubstr("H99.12-2"));
  EXPECT_FALSE(reporting_.asked_payments.has_period() &&
               reporting_.asked_payments.period().ByteSizeLong() > 0);

  EXPECT_EQ(Run({"report", "shared-payments", "--from", "2026-10-01"}).exit_code, kUsage);
  const CtlRun refused = Run({"report", "shared-payments", "--agency", "H99.99"});
  EXPECT_EQ(refused.exit_code, kRefused);
  EXPECT_THAT(refused.err, HasSubstr("AGENCY_UNKNOWN"));
}

TEST_F(ReportVerbs, ATargetWithoutAValueShowsNone) {
  const CtlRun run = Run({"report", "targets", "show", "--period", "2026"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_THAT(run.out, HasSubstr("97,05 %"));
  EXPECT_THAT(run.out, HasSubstr("not met"));
}

TEST_F(ReportVerbs, TheSampleTargetsAreADocument) {
  const std::string file = std::string(MOTCUA_SOURCE_DIR) + "/deploy/sample/targets.json";
  const CtlRun load = Run({"--json", "report", "targets", "load", file});
  ASSERT_EQ(load.exit_code, kOk) << load.err;
  EXPECT_EQ(boost::json::parse(load.out).at("loaded").as_int64(), 3);
  const CtlRun dry = Run({"--json", "report", "targets", "load", file, "--dry-run"});
  EXPECT_EQ(boost::json::parse(dry.out).at("loaded").as_int64(), -3);
}

TEST_F(ReportVerbs, ARebuildNamesWhoAsked) {
  const CtlRun run = Run({"report", "rebuild", "start", "--actor", "0123", "--agency", "H99.11"});
  EXPECT_EQ(run.exit_code, kOk) << run.err;
  EXPECT_EQ(reporting_.actor.id(), "0123");
  EXPECT_EQ(reporting_.actor.kind(), type::v1::ACTOR_KIND_OFFICER);
  EXPECT_EQ(Run({"report", "rebuild", "start"}).exit_code, kUsage);
}

}  // namespace
}  // namespace motcua::ctl
