#include "app/application.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"

#include "api/reporting_grpc_service.h"
#include "app/rebuilder.h"
#include "messaging/catalogue_handler.h"
#include "messaging/dossier_handler.h"
#include "messaging/generation_feed.h"
#include "messaging/petition_handler.h"
#include "store/pg_generations.h"
#include "store/pg_reports.h"
#include "store/self_check.h"

namespace motcua::reporting {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kRebuildInterval = 1s;
constexpr std::chrono::milliseconds kSelfCheckInterval = 1h;
constexpr std::chrono::milliseconds kSelfCheckLimit = 5min;
/// Consumers are named by slot, which limits the number of names and dead-letter topics.
constexpr std::array<const char*, 2> kSlotNames = {".a", ".b"};

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// first.
struct Parts {
  Parts(const Config& config, std::unique_ptr<program::StatefulProgram> made)
      : frame(std::move(made)),
        generations(frame->pool()),
        reports(frame->pool()),
        service(frame->edge(), frame->pool(), reports, generations, frame->clock()),
        difference(
            frame->metrics()
                .AddGauge(
                    "motcua_report_difference_dossiers",
                    "Difference between counters and dossiers; anything but 0 raises an alert.")
                .With()) {
    frame->AddConsumer(catalogue,
                       {.consumer = "reporting.catalogue", .source = "intake", .ordered = false},
                       outbox::TopicOf("intake", "catalogue"));
    const SlotInboxes intake = AddSource("reporting.intake-dossiers", "intake", "dossier",
                                         config.intake_targets, {&dossiers[0], &dossiers[1]}, {});
    AddSource("reporting.processing-dossiers", "processing", "dossier", config.processing_targets,
              {&dossiers[0], &dossiers[1]}, intake);
    AddSource("reporting.petitions", "feedback", "petition", config.feedback_targets,
              {&petitions[0], &petitions[1]}, {});
    rebuilder = std::make_unique<Rebuilder>(generations, frame->clock(), std::move(sources),
                                            frame->metrics());
    frame->AddService(service);
    frame->AddShardWork(
        {.purpose = "rebuild",
         .interval = kRebuildInterval,
         .has_work = [this] { return rebuilder->HasWork(); },
         .round = [this](program::HeldShard& held) { return rebuilder->Round(held); }});
    frame->AddPeriodic("self check", kSelfCheckInterval, [this] { return CheckItself(); });
  }

  absl::Status CheckItself() {
    CallContext call;
    call.caller = "reporting";
    call.deadline = std::chrono::steady_clock::now() + kSelfCheckLimit;
    MOTCUA_ASSIGN_OR_RETURN(const std::int64_t found, CountDifference(frame->pool(), call));
    difference.Set(static_cast<double>(found));
    if (found != 0) {
      frame->logger().Error("counters and dossiers differ", {{"difference", found}});
    }
    return absl::OkStatus();
  }

  /// One owner's events: an inbox for each slot, one consumer that feeds them, and its history.
  SlotInboxes AddSource(const std::string& consumer, const std::string& owner,
                        const std::string& stream, const std::vector<std::string>& targets,
                        const std::array<inbox::EventHandler*, 2>& handlers,
                        const SlotInboxes& builds_on) {
    const std::string topic = outbox::TopicOf(owner, stream);
    const std::shared_ptr<grpc::Channel> channel = rpc::MakeChannel(targets);
    SlotInboxes inboxes{};
    for (std::size_t slot = 0; slot < inboxes.size(); ++slot) {
      inboxes[slot] = &frame->AddInbox(*handlers[slot],
                                       {.consumer = consumer + kSlotNames[slot],
                                        .source = owner,
                                        .pull = operations::MakePullHistory(channel, "reporting"),
                                        .builds_on = builds_on[slot]},
                                       topic);
    }
    feeds.push_back(std::make_unique<GenerationFeed>(generations, inboxes));
    frame->FeedInboxes(
        {inboxes[0], inboxes[1]},
        {.name = consumer,
         .topics = {topic},
         .take =
             [feed = feeds.back().get()](const CallContext& call,
                                         const std::vector<kafka::Message>& messages) {
               return feed->Take(call, messages);
             },
         .gather = program::kNotUrgent});
    sources.push_back({.name = owner,
                       .stream = stream,
                       .scan = operations::MakeScanHistory(channel, "reporting"),
                       .inboxes = inboxes});
    return inboxes;
  }

  std::unique_ptr<program::StatefulProgram> frame;
  PgGenerations generations;
  PgReports reports;
  ReportingGrpcService service;
  metrics::Gauge& difference;
  catalogue::FactHandler catalogue = MakeCatalogueHandler();
  std::array<DossierHandler, 2> dossiers = {DossierHandler(0), DossierHandler(1)};
  std::array<PetitionHandler, 2> petitions = {PetitionHandler(0), PetitionHandler(1)};
  std::vector<std::unique_ptr<GenerationFeed>> feeds;
  std::vector<RebuildSource> sources;
  std::unique_ptr<Rebuilder> rebuilder;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.intake_targets));
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.processing_targets));
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.feedback_targets));
  MOTCUA_ASSIGN_OR_RETURN(auto frame,
                          program::StatefulProgram::Create(config.program, logger, shutdown));
  return std::make_unique<program::FramedApplication<Parts>>(
      std::make_unique<Parts>(config, std::move(frame)));
}

}  // namespace motcua::reporting
