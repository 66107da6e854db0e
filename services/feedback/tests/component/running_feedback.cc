#include "component/running_feedback.h"

#include <atomic>

#include "motcua/base/check.h"
#include "motcua/db/connection.h"
#include "motcua/outbox/event_log.h"
#include "motcua/wire/time.h"

#include "store/rules_document.h"
#include "support/builders.h"

namespace motcua::feedback::testing {
namespace {

using namespace std::chrono_literals;

// No server listens there.
constexpr char kNowhere[] = "127.0.0.1:1";

std::atomic<int> next_key = 0;

}  // namespace

RunningFeedback::RunningFeedback(const std::string& dsn, const std::string& owners) {
  Config config;
  const auto options = MakeOptions(config);  // names the service
  config.program.db_dsn = dsn;
  config.program.kafka_brokers = kNowhere;
  config.program.province = "H19";
  config.program.simulation = true;
  config.program.drain_delay = 0ms;
  config.intake_targets = {owners};
  config.processing_targets = {owners};
  auto app = MakeApplication(config, logs_.logger(), shutdown_);
  MOTCUA_CHECK(app.ok());
  app_ = *std::move(app);
  MOTCUA_CHECK(app_->Start().ok());
  const auto channel = rpc::MakeChannel({"127.0.0.1:" + std::to_string(app_->grpc_port())});
  stub_ = v1::FeedbackService::NewStub(channel);
  simulation_ = operations::v1::SimulationService::NewStub(channel);
}

RunningFeedback::~RunningFeedback() {
  app_->Stop();
}

CallContext RunningFeedback::NextCall(const std::string& key) {
  CallContext call;
  call.idempotency_key = key.empty() ? "component-" + std::to_string(++next_key) : key;
  return call;
}

void RunningFeedback::SetClock(const std::string& local) {
  operations::v1::SetClockRequest request;
  *request.mutable_now() = wire::ToProto(At(local));
  operations::v1::SetClockResponse response;
  MOTCUA_CHECK(rpc::Call(NextCall(""), "component-test", 20s, [&](grpc::ClientContext* context) {
                 return simulation_->SetClock(context, request, &response);
               }).ok());
}

void Prepare(const std::string& dsn, bool with_calendar) {
  constexpr db::Statement kBegin{
      "begin_time",
      "INSERT INTO installation (province, simulation, simulated_now, outbox_shards)"
      " VALUES ('H19', true, $1, $2)"};
  constexpr db::Statement kAgency{
      "add_agency",
      "INSERT INTO agencies (code, epoch, sequence, valid_from, valid_to)"
      " VALUES ($1, 1, 1, '2025-07-01', '')"};
  constexpr db::Statement kCalendar{
      "add_calendar",
      "INSERT INTO calendars (version, epoch, sequence, document) VALUES ('test-1', 1, 1, $1)"};
  const auto connection = db::Connection::Open({.dsn = dsn});
  MOTCUA_CHECK(connection.ok());
  std::vector<db::Query> queries = {
      {kBegin, db::Params().Time(At("2026-11-20T09:15")).Int(outbox::kShards)},
      {kAgency, db::Params().Text(kCentre)},
      {kAgency, db::Params().Text(kOffice)},
      {kAgency, db::Params().Text(kWard)}};
  if (with_calendar) {
    queries.push_back({kCalendar, db::Params().Text(CalendarDocument("test-1"))});
  }
  MOTCUA_CHECK((*connection)->ExecuteAll(queries).ok());
}

v1::PetitionRules RulesDocument() {
  return ToDocument(SomeRules());
}

v1::SendPetitionRequest ASending() {
  const Draft draft = ADraft();
  v1::SendPetitionRequest request;
  request.set_channel(v1::PETITION_CHANNEL_PORTAL);
  request.set_title(draft.title);
  request.set_content(draft.content);
  request.mutable_sender()->set_full_name(draft.sender.full_name);
  request.mutable_sender()->set_phone(draft.sender.phone);
  request.mutable_sender()->set_email(draft.sender.email);
  request.mutable_sender()->set_address(draft.sender.address);
  request.set_about_agency(draft.about_agency);
  request.mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
  request.mutable_actor()->set_id("portal");
  return request;
}

}  // namespace motcua::feedback::testing
