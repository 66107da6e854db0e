#include "component/running_processing.h"

#include <atomic>

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/base/check.h"
#include "motcua/db/connection.h"
#include "motcua/http/client.h"
#include "motcua/outbox/event_log.h"
#include "motcua/wire/time.h"

namespace motcua::processing::testing {
namespace {

using namespace std::chrono_literals;

// No server listens there.
constexpr char kNowhere[] = "127.0.0.1:1";

std::atomic<int> next_key = 0;

}  // namespace

RunningProcessing::RunningProcessing(const std::string& dsn, const std::string& intake) {
  Config config;
  const auto options = MakeOptions(config);  // names the service
  config.program.db_dsn = dsn;
  config.program.kafka_brokers = kNowhere;
  config.program.province = kProvince;
  config.program.simulation = true;
  config.program.drain_delay = 0ms;
  config.intake_targets = {intake};
  auto app = MakeApplication(config, logs_.logger(), shutdown_);
  MOTCUA_CHECK(app.ok());
  app_ = *std::move(app);
  MOTCUA_CHECK(app_->Start().ok());
  const auto channel = rpc::MakeChannel({"127.0.0.1:" + std::to_string(app_->grpc_port())});
  processing_ = v1::ProcessingService::NewStub(channel);
  rules_ = v1::RulesService::NewStub(channel);
  operations_ = operations::v1::OperationsService::NewStub(channel);
  simulation_ = operations::v1::SimulationService::NewStub(channel);
}

RunningProcessing::~RunningProcessing() {
  app_->Stop();
}

CallContext RunningProcessing::NextCall(const std::string& key) {
  CallContext call;
  call.idempotency_key = key.empty() ? "component-" + std::to_string(++next_key) : key;
  return call;
}

void RunningProcessing::SetClock(const std::string& local) {
  operations::v1::SetClockRequest request;
  *request.mutable_now() = wire::ToProto(At(local));
  MOTCUA_CHECK(CallStub(*simulation_, &operations::v1::SimulationService::Stub::SetClock, request,
                        NextCall(""))
                   .ok());
}

std::string RunningProcessing::Metrics() const {
  http::Client client({.address = "http://127.0.0.1:" + std::to_string(app_->metrics_port())});
  const auto response = client.Send({.target = "/metrics"}, 5s);
  MOTCUA_CHECK(response.ok());
  return response->body;
}

void Prepare(const std::string& dsn) {
  constexpr db::Statement kBegin{
      "begin_time",
      "INSERT INTO installation (province, simulation, simulated_now, outbox_shards)"
      " VALUES ($1, true, $2, $3)"};
  constexpr db::Statement kAgency{"add_agency",
                                  "INSERT INTO agencies (code, epoch, sequence, valid_from, "
                                  "valid_to) VALUES ($1, 1, 1, '', $2)"};
  constexpr db::Statement kRules{
      "add_rule_set",
      "INSERT INTO rule_sets (id, epoch, sequence, document) VALUES ($1, 1, 1, $2)"};
  catalogue::v1::RuleSet rules;
  rules.set_id(kRuleSet);
  rules.set_supplement_limit_days(15);
  rules.set_payment_limit_days(5);
  rules.set_max_supplement_requests(1);
  rules.set_max_extensions(1);
  const auto connection = db::Connection::Open({.dsn = dsn});
  MOTCUA_CHECK(connection.ok());
  MOTCUA_CHECK(
      (*connection)
          ->ExecuteAll(
              {{kBegin,
                db::Params().Text(kProvince).Time(At("2025-03-12T09:15")).Int(outbox::kShards)},
               {kAgency, db::Params().Text(kCounter).Text("")},
               {kAgency, db::Params().Text(kOffice).Text("")},
               {kAgency, db::Params().Text(kPartner).Text("")},
               {kAgency, db::Params().Text(kClosedOffice).Text("2024-12-31")},
               {kRules, db::Params().Text(kRuleSet).Bytes(rules.SerializeAsString())}})
          .ok());
}

void LoadRules(RunningProcessing& replica) {
  v1::LoadWorkflowsRequest workflows;
  *workflows.add_workflows() = AWorkflow();
  MOTCUA_CHECK(replica.Do(&v1::RulesService::Stub::LoadWorkflows, workflows).ok());
  v1::LoadCalendarRequest calendar;
  calendar.set_document(ACalendar("test-1"));
  MOTCUA_CHECK(replica.Do(&v1::RulesService::Stub::LoadCalendar, calendar).ok());
}

}  // namespace motcua::processing::testing
