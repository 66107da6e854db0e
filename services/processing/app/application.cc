#include "app/application.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"

#include "api/processing_grpc_service.h"
#include "api/rules_grpc_service.h"
#include "app/redater.h"
#include "messaging/acceptance_handler.h"
#include "messaging/catalogue_handler.h"
#include "messaging/intake_acceptance_source.h"
#include "store/pg_queries.h"
#include "store/pg_rule_book.h"
#include "store/pg_rules.h"
#include "store/pg_unit_of_work.h"
#include "usecase/execute_command.h"
#include "usecase/redate_dossier.h"

namespace motcua::processing {
namespace {

using namespace std::chrono_literals;

constexpr int kRulePoolSize = 2;
constexpr std::chrono::milliseconds kRedateInterval = 1s;

// In the order of their making: each part may use the ones above it. The frame comes first and is
// stopped first.
struct Parts {
  Parts(const Config& config, std::unique_ptr<program::StatefulProgram> made,
        std::unique_ptr<db::Pool> own_rule_pool)
      : frame(std::move(made)),
        rule_pool(std::move(own_rule_pool)),
        rule_book(*rule_pool),
        work(frame->pool(), frame->ids(), frame->epoch(), frame->notify_outbox()),
        intake(rpc::MakeChannel(config.intake_targets)),
        catalogue_handler(),
        acceptance_handler(rule_book, frame->clock(), frame->ids(),
                           [this](const std::string& name) { frame->ReportBrokenInvariant(name); }),
        acceptance_inbox(
            frame->AddConsumer(acceptance_handler,
                               {.consumer = "processing.intake-dossiers",
                                .source = "intake",
                                .pull = operations::MakePullHistory(intake, "processing")},
                               outbox::TopicOf("intake", "dossier"))),
        acceptances(intake, acceptance_inbox),
        commands(work, rule_book, acceptances, frame->clock(), frame->ids()),
        queries(frame->pool()),
        processing_service(frame->edge(), commands, queries, rule_book, acceptances),
        redate(rule_book, frame->clock(), frame->ids()),
        redater(frame->connection(), frame->pool(), work, redate),
        rules(frame->pool(), frame->clock(), frame->ids(), frame->epoch(), frame->notify_outbox()),
        rules_service(frame->edge(), rules, rule_book) {
    frame->AddConsumer(catalogue_handler,
                       {.consumer = "processing.catalogue", .source = "intake", .ordered = false},
                       outbox::TopicOf("intake", "catalogue"));
    frame->AddService(processing_service);
    frame->AddService(rules_service);
    frame->AddPeriodic("redate", kRedateInterval, [this] { return redater.RunRound().status(); });
  }

  std::unique_ptr<program::StatefulProgram> frame;
  std::unique_ptr<db::Pool> rule_pool;
  PgRuleBook rule_book;
  PgUnitOfWork work;
  std::shared_ptr<grpc::Channel> intake;
  CatalogueHandler catalogue_handler;
  AcceptanceHandler acceptance_handler;
  inbox::Inbox& acceptance_inbox;
  IntakeAcceptanceSource acceptances;
  ExecuteCommand commands;
  PgQueries queries;
  ProcessingGrpcService processing_service;
  RedateDossier redate;
  Redater redater;
  PgRules rules;
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
