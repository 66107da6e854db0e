#include "app/application.h"

#include <array>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "motcua/base/status_macros.h"
#include "motcua/operations/history_client.h"
#include "motcua/outbox/event.h"
#include "motcua/program/stateful_program.h"
#include "motcua/rpc/client.h"
#include "motcua/runtime/backoff.h"

#include "api/portalsync_grpc_service.h"
#include "app/portal_sender.h"
#include "messaging/dossier_event_handler.h"
#include "messaging/grpc_applicant_source.h"
#include "store/pg_queue.h"
#include "store/pg_sync.h"
#include "store/shard.h"

namespace motcua::portalsync {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kSendInterval = 500ms;
// For the database and intake; the portal has separate time-outs.
constexpr std::chrono::milliseconds kCallLimit = 90s;
constexpr std::chrono::milliseconds kStateLimit = 5s;

CallContext OwnCall(std::chrono::milliseconds limit) {
  CallContext call;
  call.caller = "portalsync";
  call.deadline = std::chrono::steady_clock::now() + limit;
  return call;
}

// Shared by the shards' threads.
class Dice {
 public:
  double operator()() {
    const std::lock_guard lock(mutex_);
    return random_();
  }

 private:
  std::mutex mutex_;
  runtime::RandomUnit random_ = runtime::SystemRandomUnit();
};

const char* Word(SendResult::Outcome outcome) {
  switch (outcome) {
    case SendResult::Outcome::kAcknowledged:
      return "acknowledged";
    case SendResult::Outcome::kRefused:
      return "refused";
    case SendResult::Outcome::kRewound:
      return "rewound";
    case SendResult::Outcome::kPortalFailed:
      break;
  }
  return "portal_failed";
}

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// first.
struct Parts {
  Parts(const Config& config, PortalAccess portal_access,
        std::unique_ptr<program::StatefulProgram> made)
      : frame(std::move(made)),
        access(std::move(portal_access)),
        // One for each shard and each call, so that none waits for another.
        client(PortalConnections(
            access, static_cast<std::size_t>(kShards + config.program.executor_threads))),
        events(frame->metrics().AddCounter("motcua_portal_events_total",
                                           "Events sent to the National Portal, by outcome.",
                                           {"outcome"})),
        answers(frame->metrics()
                    .AddGauge("motcua_portal_answering_state",
                              "1 while the portal answers this replica, 0 while sending is paused.")
                    .With()),
        breaker({.failures_to_open = config.failures_to_pause,
                 .first_probe = config.probe_interval,
                 .longest_probe = config.probe_interval,
                 .on_change = [this](bool up) { PortalChanged(up); }}),
        intake(rpc::MakeChannel(config.intake_targets)),
        processing(rpc::MakeChannel(config.processing_targets)),
        applicants(intake),
        intake_events("intake", machine),
        processing_events("processing", machine),
        sync(frame->pool()),
        retry(frame->pool(), machine),
        service(frame->edge(), sync, retry,
                [this] { return std::make_unique<PortalClient>(access, client, session); }) {
    answers.Set(1);
    frame->AddConsumer(intake_events,
                       {.consumer = "portalsync.intake-dossiers",
                        .source = "intake",
                        .pull = operations::MakePullHistory(intake, "portalsync")},
                       outbox::TopicOf("intake", "dossier"), program::kNotUrgent);
    frame->AddConsumer(processing_events,
                       {.consumer = "portalsync.processing-dossiers",
                        .source = "processing",
                        .pull = operations::MakePullHistory(processing, "portalsync")},
                       outbox::TopicOf("processing", "dossier"), program::kNotUrgent);
    frame->AddService(service);
    const PortalSender::Parts sender_parts{
        .pool = frame->pool(),
        .access = access,
        .client = client,
        .session = session,
        .applicants = applicants,
        .breaker = breaker,
        .machine = machine,
        .options = {
            .wait = [this, limits = runtime::BackoffOptions{.first = config.first_back_off,
                                                            .longest = config.most_back_off}](
                        int tries) { return runtime::WaitAfter(tries, limits, std::ref(dice)); },
            .late_arrival = 2 * config.request_timeout,
            .on_sent =
                [this](SendResult::Outcome outcome) { events.With({Word(outcome)}).Increment(); },
            .make_call = [] { return OwnCall(kCallLimit); }}};
    for (int shard = 0; shard < kShards; ++shard) {
      senders.push_back(std::make_unique<PortalSender>(sender_parts));
    }
    frame->AddShardWork({.purpose = "portal",
                         .shards = kShards,
                         .interval = kSendInterval,
                         .has_work = nullptr,
                         .round = [this](program::HeldShard& held) {
                           return senders[static_cast<std::size_t>(held.shard())]->Round(held);
                         }});
  }

  void PortalChanged(bool up) {
    answers.Set(up ? 1 : 0);
    if (!up) {
      frame->logger().Warn("the portal does not answer; sending is paused");
    }
    const absl::Status saved =
        SavePortalState(frame->pool(), OwnCall(kStateLimit), up, machine.Now());
    if (!saved.ok()) {
      frame->logger().Warn("the portal's state could not be stored", saved);
    }
  }

  std::unique_ptr<program::StatefulProgram> frame;
  const PortalAccess access;
  http::Client client;
  metrics::Family<metrics::Counter> events;
  metrics::Gauge& answers;
  // Retries and acknowledgements use machine time, also in a simulation (design rule 11).
  SystemClock machine;
  Dice dice;
  CircuitBreaker breaker;
  PortalSession session;
  std::shared_ptr<grpc::Channel> intake;
  std::shared_ptr<grpc::Channel> processing;
  GrpcApplicantSource applicants;
  DossierEventHandler intake_events;
  DossierEventHandler processing_events;
  PgSync sync;
  RetryDossier retry;
  PortalSyncGrpcService service;
  std::vector<std::unique_ptr<PortalSender>> senders;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.intake_targets));
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.processing_targets));
  PortalAccess access{.ca_file = config.portal_ca_file,
                      .user = config.portal_user,
                      .password = config.portal_password,
                      .unit_code = config.unit_code,
                      .destination = config.destination,
                      .request_timeout = config.request_timeout};
  MOTCUA_RETURN_IF_ERROR(ReadPortalUrl(config.portal_url, access));
  MOTCUA_RETURN_IF_ERROR(http::CheckClientOptions(PortalConnections(access, 1)));
  MOTCUA_ASSIGN_OR_RETURN(auto frame,
                          program::StatefulProgram::Create(config.program, logger, shutdown));
  return std::make_unique<program::FramedApplication<Parts>>(
      std::make_unique<Parts>(config, std::move(access), std::move(frame)));
}

}  // namespace motcua::portalsync
