#include "component/running_intake.h"

#include <atomic>

#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/check.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event_log.h"
#include "motcua/wire/time.h"

#include "messaging/rules_handler.h"
#include "store/catalogue_document.h"
#include "store/dossier_document.h"
#include "support/builders.h"

namespace motcua::intake::testing {
namespace {

using namespace std::chrono_literals;

// No server listens there.
constexpr char kNowhere[] = "127.0.0.1:1";

std::atomic<int> next_key = 0;

}  // namespace

RunningIntake::RunningIntake(const std::string& dsn) {
  Config config;
  const auto options = MakeOptions(config);  // names the service
  config.program.db_dsn = dsn;
  config.program.kafka_brokers = kNowhere;
  config.program.province = kProvince;
  config.program.simulation = true;
  config.program.drain_delay = 0ms;
  config.processing_targets = {kNowhere};
  config.lookup_url = "https://mot.cua/?code=";
  auto app = MakeApplication(config, logs_.logger(), shutdown_);
  MOTCUA_CHECK(app.ok());
  app_ = *std::move(app);
  MOTCUA_CHECK(app_->Start().ok());
  const auto channel = rpc::MakeChannel({"127.0.0.1:" + std::to_string(app_->grpc_port())});
  intake_ = v1::IntakeService::NewStub(channel);
  applicants_ = v1::ApplicantService::NewStub(channel);
  catalogue_ = v1::CatalogueService::NewStub(channel);
  simulation_ = operations::v1::SimulationService::NewStub(channel);
  history_ = operations::v1::EventHistoryService::NewStub(channel);
}

RunningIntake::~RunningIntake() {
  app_->Stop();
}

absl::Status RunningIntake::Call(const std::function<grpc::Status(grpc::ClientContext*)>& fn,
                                 const std::string& key) {
  CallContext call;
  call.idempotency_key = key.empty() ? "component-" + std::to_string(++next_key) : key;
  return rpc::Call(call, "component-test", 20s, fn);
}

void RunningIntake::SetClock(const std::string& local) {
  operations::v1::SetClockRequest request;
  *request.mutable_now() = wire::ToProto(At(local));
  operations::v1::SetClockResponse response;
  MOTCUA_CHECK(Call([&](grpc::ClientContext* context) {
                 return simulation_->SetClock(context, request, &response);
               }).ok());
}

void BeginTime(const std::string& dsn, const std::string& local) {
  constexpr db::Statement kBegin{
      "begin_time",
      "INSERT INTO installation (province, simulation, simulated_now, outbox_shards)"
      " VALUES ($1, true, $2, $3)"};
  const auto connection = db::Connection::Open({.dsn = dsn});
  MOTCUA_CHECK(connection.ok());
  MOTCUA_CHECK(
      (*connection)
          ->Execute({kBegin, db::Params().Text(kProvince).Time(At(local)).Int(outbox::kShards)})
          .ok());
}

void ApproveRules(const std::string& dsn) {
  auto pool = db::Pool::Create({.connection = {.dsn = dsn}, .size = 1});
  MOTCUA_CHECK(pool.ok());
  catalogue::FactHandler handler = MakeRulesHandler();
  const auto take = [&](const google::protobuf::Message& message) {
    const outbox::Event event{.type = message.GetDescriptor()->full_name(),
                              .sequence = 1,
                              .payload = message.SerializeAsString()};
    MOTCUA_CHECK((*pool)
                     ->Run({}, "approve_rules",
                           [&](db::Transaction& transaction) {
                             return handler.Apply({}, transaction, event);
                           })
                     .ok());
  };
  processing::events::v1::CalendarPublished calendar;
  calendar.set_version("test-1");
  calendar.set_document(ACalendarDocument());
  take(calendar);
  for (const char* code : {kPlain, kWithFee, kCounterOnly, kNoLimit}) {
    processing::events::v1::WorkflowApproved approved;
    approved.mutable_workflow()->set_id(std::string("wf-") + code);
    approved.mutable_workflow()->set_version(1);
    take(approved);
  }
}

void LoadCatalogue(RunningIntake& replica) {
  v1::LoadCatalogueRequest request;
  const Catalogue catalogue = ACatalogue();
  request.mutable_catalogue()->set_province(catalogue.province);
  request.mutable_catalogue()->set_province_name_vi(catalogue.province_name_vi);
  for (const Agency& agency : catalogue.agencies) {
    *request.mutable_catalogue()->add_agencies() = ToDocument(agency);
  }
  for (const RuleSet& rule_set : catalogue.rule_sets) {
    *request.mutable_catalogue()->add_rule_sets() = ToDocument(rule_set);
  }
  for (const Procedure& procedure : catalogue.procedures) {
    *request.mutable_catalogue()->add_procedures() = ToDocument(procedure);
  }
  v1::LoadCatalogueResponse response;
  const absl::Status status = replica.Call([&](grpc::ClientContext* context) {
    return replica.catalogue().LoadCatalogue(context, request, &response);
  });
  MOTCUA_CHECK(status.ok());
}

v1::DossierContent ContentWithPaper(RunningIntake& replica) {
  v1::UploadPaperRequest upload;
  upload.set_file_name("to-khai.pdf");
  upload.set_media_type("application/pdf");
  upload.set_content("%PDF-1.7");
  v1::UploadPaperResponse paper;
  MOTCUA_CHECK(replica
                   .Call([&](grpc::ClientContext* context) {
                     return replica.intake().UploadPaper(context, upload, &paper);
                   })
                   .ok());
  DossierContent content = AContent();
  content.parts[0].paper_ids = {paper.paper_id()};
  return ToDocument(content);
}

v1::FileDossierRequest AFiling(RunningIntake& replica) {
  v1::FileDossierRequest request;
  *request.mutable_content() = ContentWithPaper(replica);
  *request.mutable_actor() = CitizenActor();
  return request;
}

type::v1::Actor ClerkActor() {
  type::v1::Actor actor;
  actor.set_kind(type::v1::ACTOR_KIND_OFFICER);
  actor.set_id("CB001");
  actor.set_agency(kCentre);
  return actor;
}

type::v1::Actor CitizenActor() {
  type::v1::Actor actor;
  actor.set_kind(type::v1::ACTOR_KIND_CITIZEN);
  actor.set_id("portal-1");
  return actor;
}

v1::Command CommandOn(const v1::Dossier& dossier, const std::string& reason) {
  v1::Command command;
  command.set_dossier(dossier.dossier_id());
  command.set_expected_revision(dossier.revision());
  *command.mutable_actor() = ClerkActor();
  command.set_reason(reason);
  return command;
}

}  // namespace motcua::intake::testing
