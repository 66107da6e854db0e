#include "app/application.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/catalogue/facts.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"

#include "api/processing_grpc_service.h"
#include "api/rules_grpc_service.h"
#include "app/redater.h"
#include "command/dossier_commands.h"
#include "command/rule_loads.h"
#include "messaging/acceptance_handler.h"
#include "messaging/intake_acceptance_source.h"
#include "messaging/intake_papers.h"
#include "store/pg_queries.h"
#include "store/pg_rule_book.h"

namespace motcua::processing {
namespace {

using namespace std::chrono_literals;

constexpr int kRulePoolSize = 2;
constexpr std::chrono::milliseconds kRedateInterval = 1s;

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// first.
struct Parts {
  Parts(const Config& config, std::unique_ptr<program::StatefulProgram> made,
        std::unique_ptr<db::Pool> own_rule_pool)
      : frame(std::move(made)),
        rule_pool(std::move(own_rule_pool)),
        rule_book(*rule_pool),
        intake(rpc::MakeChannel(config.intake_targets)),
        acceptance_handler(rule_book, frame->clock(), frame->ids(),
                           [this](const std::string& name) { frame->ReportBrokenInvariant(name); }),
        acceptance_inbox(
            frame->AddConsumer(acceptance_handler,
                               {.consumer = "processing.intake-dossiers",
                                .source = "intake",
                                .pull = operations::MakePullHistory(intake, "processing")},
                               outbox::TopicOf("intake", "dossier"))),
        acceptances(intake, acceptance_inbox),
        papers(intake),
        dossier_commands(rule_book, acceptances, frame->ids(), frame->epoch()),
        commands(frame->commands(), dossier_commands),
        queries(frame->pool()),
        processing_service(frame->edge(), commands, queries, rule_book, acceptances, papers),
        redater(frame->pool(), rule_book, commands),
        rule_loads({.clock = frame->clock(),
                    .ids = frame->ids(),
                    .epoch = frame->epoch(),
                    .on_commit = frame->notify_outbox()}),
        rules_service(frame->edge(), frame->pool(), rule_loads, rule_book) {
    frame->AddConsumer(catalogue_handler,
                       {.consumer = "processing.catalogue", .source = "intake", .ordered = false},
                       outbox::TopicOf("intake", "catalogue"));
    frame->AddService(processing_service);
    frame->AddService(rules_service);
    frame->AddShardWork(
        {.purpose = "redate",
         .interval = kRedateInterval,
         .has_work = nullptr,
         .round = [this](program::HeldShard& held) { return redater.Round(held); }});
  }

  std::unique_ptr<program::StatefulProgram> frame;
  std::unique_ptr<db::Pool> rule_pool;
  PgRuleBook rule_book;
  std::shared_ptr<grpc::Channel> intake;
  catalogue::FactHandler catalogue_handler{{catalogue::TakeAgencies(), catalogue::TakeRuleSets()}};
  AcceptanceHandler acceptance_handler;
  inbox::Inbox& acceptance_inbox;
  IntakeAcceptanceSource acceptances;
  IntakePapers papers;
  DossierCommands dossier_commands;
  DossierFrame commands;
  PgQueries queries;
  ProcessingGrpcService processing_service;
  Redater redater;
  RuleLoads rule_loads;
  RulesGrpcService rules_service;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.intake_targets));
  MOTCUA_ASSIGN_OR_RETURN(auto frame,
                          program::StatefulProgram::Create(config.program, logger, shutdown));
  MOTCUA_ASSIGN_OR_RETURN(
      auto rule_pool, db::Pool::Create({.connection = frame->connection(), .size = kRulePoolSize}));
  return std::make_unique<program::FramedApplication<Parts>>(
      std::make_unique<Parts>(config, std::move(frame), std::move(rule_pool)));
}

}  // namespace motcua::processing
