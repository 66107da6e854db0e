#include "app/application.h"

#include <functional>
#include <utility>
#include <vector>

#include "motcua/base/status_macros.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/outbox/event_log.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"

#include "api/kannel_callbacks.h"
#include "api/notification_grpc_service.h"
#include "app/answerer.h"
#include "app/metered_gateway.h"
#include "app/sender.h"
#include "messaging/contacts.h"
#include "messaging/dossier_handler.h"
#include "messaging/feedback_ratings.h"
#include "messaging/gateway_status.h"
#include "messaging/kannel_gateway.h"
#include "messaging/phone_hasher.h"
#include "messaging/sms_events.h"

namespace motcua::notification {
namespace {

using namespace std::chrono_literals;

// In addition to the wake-up after a new message: finds those of other replicas, or now due.
constexpr std::chrono::milliseconds kLook = 200ms;
constexpr std::chrono::milliseconds kGaugeInterval = 5s;
constexpr std::chrono::milliseconds kPurgeInterval = 60s;
constexpr std::chrono::seconds kOwnLimit{10};
constexpr std::size_t kMostCallbackConnections = 1000;
// Time for claim, settlement and network in addition to the gateway's.
constexpr std::chrono::milliseconds kClaimMargin = 15s;

CallContext OwnCall() {
  CallContext call;
  call.caller = "notification";
  call.deadline = std::chrono::steady_clock::now() + kOwnLimit;
  return call;
}

AnswerInbound::Options AnswerOptions(const Config& config) {
  return {.limits = {}, .replies_per_day = config.replies_per_day, .contact = config.contact};
}

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// before any of them is destroyed.
struct Parts {
  Parts(const Config& given, const QuietHours& hours,
        std::unique_ptr<program::StatefulProgram> made, std::unique_ptr<KannelGateway> kannel_made)
      : config(given),
        quiet_hours(hours),
        frame(std::move(made)),
        moves(frame->metrics().AddCounter("motcua_sms_messages_total",
                                          "Changes of state of outgoing messages.",
                                          {"moment", "state"})),
        waiting(frame->metrics()
                    .AddGauge("motcua_sms_waiting_messages", "Outgoing messages not sent yet.")
                    .With()),
        unknown(frame->metrics()
                    .AddGauge("motcua_sms_unknown_messages",
                              "Messages whose outcome an operator has to find out.")
                    .With()),
        inbound_waiting(frame->metrics()
                            .AddGauge("motcua_sms_inbound_waiting_messages",
                                      "Inbound messages not answered yet.")
                            .With()),
        telling{.event =
                    [this](const StoredMessage& stored, const Move& move, Instant now) {
                      return MakeSmsEnded(stored, move, now, frame->ids(), frame->epoch());
                    },
                .on_commit = frame->notify_outbox(),
                .on_move =
                    [this](Moment moment, MessageState state) {
                      moves.With({ToString(moment), ToString(state)}).Increment();
                    }},
        hasher(config.phone_key.Reveal()),
        intake(rpc::MakeChannel(config.intake_targets)),
        processing(rpc::MakeChannel(config.processing_targets)),
        contacts(intake, frame->pool(), config.sender),
        kannel(std::move(kannel_made)),
        metered(*kannel, frame->metrics(), frame->logger()),
        send({contacts, hasher, metered, frame->clock()}),
        statuses(rpc::MakeChannel(config.gateway_targets)),
        ratings(rpc::MakeChannel(config.feedback_targets)),
        answer(AnswerOptions(config), {statuses, ratings, frame->clock()}),
        answerer({.replies_per_second = static_cast<double>(config.replies_per_second)},
                 {.answer = answer,
                  .ids = frame->ids(),
                  .answered = frame->metrics().AddCounter("motcua_sms_inbound_answered_total",
                                                          "Inbound messages worked off.",
                                                          {"kind", "result"}),
                  .on_message = [this] { wake_senders(); }}),
        templates(frame->pool()),
        receipts(frame->pool(), telling),
        queries(frame->pool()),
        message_commands({frame->pool(), telling, frame->clock(), [this] { wake_senders(); }}),
        service(frame->edge(),
                {templates, queries, message_commands, frame->pool(), frame->clock()}),
        inbound(frame->pool(), frame->ids(), hasher),
        callbacks({.secret = config.callback_secret.Reveal()},
                  {receipts, inbound, frame->clock(), frame->metrics(), frame->logger(),
                   [this] { wake_answerer(); }}),
        intake_events(frame->clock(), frame->ids(), HandlerOptions(DossierHandler::Owner::kIntake)),
        processing_events(frame->clock(), frame->ids(),
                          HandlerOptions(DossierHandler::Owner::kProcessing)) {
    for (int shard = 0; shard < outbox::kShards; ++shard) {
      senders.push_back(std::make_unique<Sender>(
          frame->pool(), telling, send, frame->clock(),
          Sender::Options{.queue = {.shard = shard,
                                    .quiet_hours = quiet_hours,
                                    .claim_for = config.send_timeout + kClaimMargin},
                          .messages_per_second =
                              static_cast<double>(config.messages_per_second) / outbox::kShards}));
    }
    frame->AddConsumer(intake_events,
                       {.consumer = "notification.intake-dossiers",
                        .source = "intake",
                        .pull = operations::MakePullHistory(intake, "notification")},
                       outbox::TopicOf("intake", "dossier"));
    frame->AddConsumer(processing_events,
                       {.consumer = "notification.processing-dossiers",
                        .source = "processing",
                        .pull = operations::MakePullHistory(processing, "notification")},
                       outbox::TopicOf("processing", "dossier"));
    frame->AddService(service);
    frame->AddHttpDoor(
        {.listen = config.callback_listen, .max_connections = kMostCallbackConnections},
        callbacks.Routes());
    wake_senders =
        frame->AddShardWork({.purpose = "sms",
                             .shards = outbox::kShards,
                             .interval = kLook,
                             .has_work = nullptr,
                             .round = [this](program::HeldShard& held) {
                               return senders[static_cast<std::size_t>(held.shard())]->Round(held);
                             }});
    wake_answerer = frame->AddShardWork(
        {.purpose = "inbound",
         .interval = kLook,
         .has_work = nullptr,
         .round = [this](program::HeldShard& held) { return answerer.Round(held); }});
    frame->AddPeriodic("read sms gauges", kGaugeInterval, [this] { return ReadGauges(); });
    frame->AddPeriodic("purge inbound", kPurgeInterval,
                       [this] { return inbound.Purge(OwnCall()).status(); });
  }

  DossierHandler::Options HandlerOptions(DossierHandler::Owner owner) {
    return {.owner = owner,
            .quiet_hours = quiet_hours,
            .contact = config.contact,
            .on_message = [this] { wake_senders(); }};
  }

  absl::Status ReadGauges() {
    MOTCUA_ASSIGN_OR_RETURN(const PgQueries::Gauges now, queries.ReadGauges(OwnCall()));
    waiting.Set(static_cast<double>(now.waiting));
    unknown.Set(static_cast<double>(now.unknown));
    inbound_waiting.Set(static_cast<double>(now.inbound_waiting));
    return absl::OkStatus();
  }

  const Config config;
  const QuietHours quiet_hours;
  std::unique_ptr<program::StatefulProgram> frame;
  // All shards: the message's shard is not known here, and a round costs one statement.
  std::function<void()> wake_senders;
  std::function<void()> wake_answerer;
  metrics::Family<metrics::Counter> moves;
  metrics::Gauge& waiting;
  metrics::Gauge& unknown;
  metrics::Gauge& inbound_waiting;
  Telling telling;
  KeyedPhoneHasher hasher;
  std::shared_ptr<grpc::Channel> intake;
  std::shared_ptr<grpc::Channel> processing;
  ContactDirectory contacts;
  std::unique_ptr<KannelGateway> kannel;
  MeteredGateway metered;
  SendMessage send;
  GatewayStatus statuses;
  FeedbackRatings ratings;
  AnswerInbound answer;
  Answerer answerer;
  PgTemplates templates;
  PgReceipts receipts;
  PgQueries queries;
  MessageCommands message_commands;
  NotificationGrpcService service;
  PgInboundStore inbound;
  KannelCallbacks callbacks;
  DossierHandler intake_events;
  DossierHandler processing_events;
  std::vector<std::unique_ptr<Sender>> senders;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(CheckConfig(config));
  MOTCUA_ASSIGN_OR_RETURN(const QuietHours quiet_hours, ReadQuietHours(config));
  MOTCUA_ASSIGN_OR_RETURN(auto kannel,
                          KannelGateway::Create({.url = config.kannel_url,
                                                 .ca_file = config.kannel_ca_file,
                                                 .user = config.kannel_user,
                                                 .password = config.kannel_password.Reveal(),
                                                 .smsc = config.kannel_smsc,
                                                 .callback_url = config.callback_url,
                                                 .callback_secret = config.callback_secret.Reveal(),
                                                 .timeout = config.send_timeout}));
  MOTCUA_ASSIGN_OR_RETURN(auto frame,
                          program::StatefulProgram::Create(config.program, logger, shutdown));
  return std::make_unique<program::FramedApplication<Parts>>(
      std::make_unique<Parts>(config, quiet_hours, std::move(frame), std::move(kannel)));
}

}  // namespace motcua::notification
