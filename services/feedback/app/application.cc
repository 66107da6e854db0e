#include "app/application.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/catalogue/facts.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"

#include "api/feedback_grpc_service.h"
#include "app/calendar_catch_up.h"
#include "messaging/hand_over_handler.h"
#include "messaging/owner_dossiers.h"
#include "store/pg_reader.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kCatchUpInterval = 5s;

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// before any of them is destroyed.
struct Parts {
  Parts(const Config& config, std::unique_ptr<program::StatefulProgram> made)
      : frame(std::move(made)),
        processing(rpc::MakeChannel(config.processing_targets)),
        reader(frame->pool(), rules),
        dossiers(rpc::MakeChannel(config.intake_targets),
                 frame->AddConsumer(hand_over_handler,
                                    {.consumer = "feedback.processing-dossiers",
                                     .source = "processing",
                                     .pull = operations::MakePullHistory(processing, "feedback")},
                                    outbox::TopicOf("processing", "dossier"), program::kNotUrgent)),
        petition_commands({.serials = frame->serial_pool(),
                           .rules = rules,
                           .ids = frame->ids(),
                           .epoch = frame->epoch(),
                           .province = config.program.province}),
        petitions(frame->commands(), petition_commands),
        rating_commands(dossiers, frame->epoch()),
        ratings(frame->commands(), rating_commands),
        queries(reader, frame->clock()),
        service({.edge = frame->edge(),
                 .petitions = petitions,
                 .ratings = ratings,
                 .dossiers = dossiers,
                 .queries = queries,
                 .pool = frame->pool(),
                 .rules = rules}),
        catch_up(reader,
                 frame->AddConsumer(
                     rules_handler,
                     {.consumer = "feedback.calendar", .source = "processing", .ordered = false},
                     outbox::TopicOf("processing", "calendar")),
                 operations::MakePullHistory(processing, "feedback")) {
    frame->AddConsumer(rules_handler,
                       {.consumer = "feedback.catalogue", .source = "intake", .ordered = false},
                       outbox::TopicOf("intake", "catalogue"));
    frame->AddService(service);
    frame->AddPeriodic("catch up with the calendar", kCatchUpInterval,
                       [this] { return catch_up.RunRound(); });
  }

  std::unique_ptr<program::StatefulProgram> frame;
  std::shared_ptr<grpc::Channel> processing;
  RulesCache rules{ReadRules};
  PgReader reader;
  HandOverHandler hand_over_handler;
  OwnerDossiers dossiers;
  PetitionCommands petition_commands;
  PetitionFrame petitions;
  RatingCommands rating_commands;
  RatingFrame ratings;
  PetitionQueries queries;
  FeedbackGrpcService service;
  catalogue::FactHandler rules_handler{{catalogue::TakeAgencies(), catalogue::TakeCalendars()},
                                       sql::kRaiseRulesVersion};
  CalendarCatchUp catch_up;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.intake_targets));
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.processing_targets));
  MOTCUA_ASSIGN_OR_RETURN(auto frame,
                          program::StatefulProgram::Create(config.program, logger, shutdown));
  return std::make_unique<program::FramedApplication<Parts>>(
      std::make_unique<Parts>(config, std::move(frame)));
}

}  // namespace motcua::feedback
