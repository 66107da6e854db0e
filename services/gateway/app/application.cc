#include "app/application.h"

#include <array>
#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/program/process.h"
#include "motcua/redis/client.h"
#include "motcua/rpc/client.h"

#include "api/status_grpc_service.h"
#include "app/http_metrics.h"
#include "errors/error_body.h"
#include "routes/feedback_commands.h"
#include "routes/owner_commands.h"
#include "routes/portal_credentials.h"
#include "routes/route_table.h"
#include "status/grpc_owner.h"
#include "status/status_events.h"

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kBreakerGauge = 5s;

/// In the order of Source: looked up once, not for every answer.
std::array<metrics::Counter*, 3> CountersBySource(const metrics::Family<metrics::Counter>& family) {
  return {&family.With({"local"}), &family.With({"redis"}), &family.With({"owner"})};
}

std::string OutcomeName(StatusEvents::Outcome outcome) {
  switch (outcome) {
    case StatusEvents::Outcome::kStored:
      return "stored";
    case StatusEvents::Outcome::kOlder:
      return "older";
    case StatusEvents::Outcome::kUnreadable:
      return "unreadable";
  }
  return "";
}

// In order of construction: each part may use the ones above it. The frame is first and is stopped
// before any of them is destroyed.
struct Parts {
  Parts(const Config& config, PortalCredentials portals, const log::Logger& logger,
        runtime::Shutdown& shutdown)
      : frame(std::make_unique<program::Process>(config.program, logger, shutdown)),
        answers_by_source(CountersBySource(
            frame->metrics().AddCounter("motcua_status_answers_total",
                                        "Status look-ups by where they came from.", {"source"}))),
        events_by_outcome(frame->metrics().AddCounter(
            "motcua_status_events_total", "Dossier events by what the cache did.", {"outcome"})),
        http_metrics(frame->metrics()),
        breaker(
            frame->metrics()
                .AddGauge("motcua_status_cache_breaker_open_state", "1 while Redis is given up on.")
                .With()),
        credentials(std::move(portals)),
        redis(redis::Client::Create({.address = config.redis_address})),
        intake(rpc::MakeChannel(config.intake_targets)),
        processing(rpc::MakeChannel(config.processing_targets)),
        cache(*redis),
        tries(*redis),
        owner(intake, processing, config.owner_limit),
        lookup(
            cache, owner, tries,
            [this](StatusLookup::Source source) {
              answers_by_source[static_cast<std::size_t>(source)]->Increment();
            },
            config.max_fills),
        status_events(cache,
                      [this](StatusEvents::Outcome outcome) {
                        events_by_outcome.With({OutcomeName(outcome)}).Increment();
                      }),
        commands(intake, processing),
        feedback(
            config.feedback_targets.empty() ? nullptr : rpc::MakeChannel(config.feedback_targets),
            tries),
        catalogue(intake::v1::CatalogueService::NewStub(intake)),
        status_service(frame->edge(), lookup) {
    frame->AddFeed({.name = "gateway.status",
                    .topics = {"motcua.intake.dossier.v1", "motcua.processing.dossier.v1"},
                    .take =
                        [this](const CallContext&, const std::vector<kafka::Message>& messages) {
                          return status_events.Take(messages);
                        },
                    .on_revoked = [this] { cache.EventsGoElsewhere(); },
                    .longest_backoff = StatusCache::kLongestBackoff});
    frame->AddService(status_service);
    frame->AddPeriodic("read breaker", kBreakerGauge, [this] {
      breaker.Set(redis->breaker_open() ? 1 : 0);
      return absl::OkStatus();
    });
  }
  // First, because pending Redis commands end with it and report that to the look-up.
  ~Parts() { redis.reset(); }

  absl::Status AddDoor(const Config& config) {
    MOTCUA_ASSIGN_OR_RETURN(
        http::Router router,
        MakeRouteTable({frame->edge().executor, frame->logger(), credentials, commands, lookup,
                        *catalogue, feedback, config.behind_proxy}));
    http::ServerOptions options;
    options.listen = config.http_listen;
    options.threads = config.http_threads;
    options.max_connections = static_cast<std::size_t>(config.max_connections);
    options.max_connections_per_subnet =
        static_cast<std::size_t>(config.max_connections_per_subnet);
    options.render_error = [](int status, std::string_view reason, std::string_view message) {
      return ErrorResponse(status, reason, message);
    };
    http_metrics.AddRoutes(router);
    options.observer = [this](const http::Served& served) { http_metrics.Count(served); };
    frame->AddHttpDoor(std::move(options), std::move(router));
    return absl::OkStatus();
  }

  const std::unique_ptr<program::Process> frame;
  std::array<metrics::Counter*, 3> answers_by_source;
  metrics::Family<metrics::Counter> events_by_outcome;
  HttpMetrics http_metrics;
  metrics::Gauge& breaker;
  PortalCredentials credentials;
  std::unique_ptr<redis::Client> redis;
  std::shared_ptr<grpc::Channel> intake;
  std::shared_ptr<grpc::Channel> processing;
  StatusCache cache;
  TryLimiter tries;
  GrpcOwner owner;
  StatusLookup lookup;
  StatusEvents status_events;
  OwnerCommands commands;
  FeedbackCommands feedback;
  std::unique_ptr<intake::v1::CatalogueService::StubInterface> catalogue;
  StatusGrpcService status_service;
};

}  // namespace

absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.intake_targets));
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.processing_targets));
  if (!config.feedback_targets.empty()) {
    MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.feedback_targets));
  }
  MOTCUA_ASSIGN_OR_RETURN(PortalCredentials credentials,
                          PortalCredentials::ReadFile(config.portal_credentials_file));
  auto parts = std::make_unique<Parts>(config, std::move(credentials), logger, shutdown);
  MOTCUA_RETURN_IF_ERROR(parts->AddDoor(config));
  return std::make_unique<program::FramedApplication<Parts>>(std::move(parts));
}

}  // namespace motcua::gateway
