#include "app/application.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/outbox/event_log.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"

#include "api/applicant_grpc_service.h"
#include "api/catalogue_grpc_service.h"
#include "api/intake_grpc_service.h"
#include "app/alert_worker.h"
#include "command/catalogue_loads.h"
#include "messaging/rules_catch_up.h"
#include "messaging/rules_handler.h"
#include "store/pg_disclosures.h"
#include "store/pg_reader.h"

namespace motcua::intake {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kAlertInterval = 1s;
constexpr std::chrono::milliseconds kCatchUpInterval = 5s;
constexpr std::chrono::milliseconds kCatchUpLimit = 5s;

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// before any of them is destroyed.
struct Parts {
  Parts(const Config& config, std::unique_ptr<program::StatefulProgram> made)
      : frame(std::move(made)),
        reader(frame->pool(), rules),
        dossier_commands({.serials = frame->serial_pool(),
                          .rules = rules,
                          .ids = frame->ids(),
                          .epoch = frame->epoch(),
                          .lookup_url = config.lookup_url}),
        dossiers(frame->commands(), dossier_commands),
        paper_commands(frame->ids()),
        papers(frame->commands(), paper_commands),
        queries(reader, config.lookup_url),
        intake_service({.edge = frame->edge(),
                        .pool = frame->pool(),
                        .clock = frame->clock(),
                        .papers = papers,
                        .dossiers = dossiers,
                        .queries = queries}),
        disclosures(frame->pool()),
        disclose(reader, disclosures),
        applicant_service(frame->edge(), disclose),
        loads({.clock = frame->clock(),
               .ids = frame->ids(),
               .epoch = frame->epoch(),
               .on_commit = frame->notify_outbox()}),
        catalogue_queries(reader, frame->clock()),
        catalogue_service(frame->edge(), frame->pool(), loads, catalogue_queries),
        alerts({.pool = frame->pool(),
                .clock = frame->clock(),
                .commands = dossiers,
                .raised = frame->metrics()
                              .AddCounter("motcua_intake_acceptance_delayed_total",
                                          "Alerts about online dossiers not answered in time.")
                              .With()}),
        catch_up(
            reader,
            frame->AddConsumer(
                rules_handler,
                {.consumer = "intake.workflows", .source = "processing", .ordered = false},
                outbox::TopicOf("processing", "workflow")),
            frame->AddConsumer(
                rules_handler,
                {.consumer = "intake.calendar", .source = "processing", .ordered = false},
                outbox::TopicOf("processing", "calendar")),
            operations::MakePullHistory(rpc::MakeChannel(config.processing_targets), "intake")) {
    frame->AddService(intake_service);
    frame->AddService(applicant_service);
    frame->AddService(catalogue_service);
    frame->AddShardWork({.purpose = "acceptance-alerts",
                         .shards = outbox::kShards,
                         .interval = kAlertInterval,
                         .has_work = nullptr,
                         .round = [this](program::HeldShard& held) { return alerts.Round(held); }});
    frame->AddPeriodic("catch up with rules", kCatchUpInterval, [this] {
      CallContext call;
      call.caller = "intake";
      call.deadline = std::chrono::steady_clock::now() + kCatchUpLimit;
      return catch_up.Run(call);
    });
  }

  std::unique_ptr<program::StatefulProgram> frame;
  RulesCache rules{ReadRules};
  PgReader reader;
  DossierCommands dossier_commands;
  DossierFrame dossiers;
  PaperCommands paper_commands;
  PaperFrame papers;
  DossierQueries queries;
  IntakeGrpcService intake_service;
  PgDisclosures disclosures;
  Disclose disclose;
  ApplicantGrpcService applicant_service;
  CatalogueLoads loads;
  CatalogueQueries catalogue_queries;
  CatalogueGrpcService catalogue_service;
  AlertWorker alerts;
  catalogue::FactHandler rules_handler = MakeRulesHandler();
  RulesCatchUp catch_up;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.processing_targets));
  MOTCUA_ASSIGN_OR_RETURN(auto frame,
                          program::StatefulProgram::Create(config.program, logger, shutdown));
  return std::make_unique<program::FramedApplication<Parts>>(
      std::make_unique<Parts>(config, std::move(frame)));
}

}  // namespace motcua::intake
