#include "app/application.h"

#include <array>
#include <thread>
#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/http/server.h"
#include "motcua/kafka/consumer.h"
#include "motcua/kafka/library.h"
#include "motcua/metrics/exposer.h"
#include "motcua/metrics/process_metrics.h"
#include "motcua/redis/client.h"
#include "motcua/rpc/client.h"
#include "motcua/rpc/metrics_observer.h"
#include "motcua/rpc/server.h"
#include "motcua/runtime/executor.h"
#include "motcua/runtime/health.h"
#include "motcua/runtime/periodic_task.h"
#include "motcua/trace/span.h"

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

constexpr std::chrono::milliseconds kHttpDrain = 20s;
constexpr std::chrono::milliseconds kConsumerStop = 10s;
constexpr std::chrono::milliseconds kExecutorStop = 5s;
constexpr char kGroup[] = "motcua.gateway.status";

/// In the order of Source: looked up once, not at every answer.
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

}  // namespace

// In the order of their making: each part may use the ones above it and none below.
struct Application::Parts {
  Parts(const Config& given, PortalCredentials portals, const log::Logger& log,
        runtime::Shutdown& stop)
      : config(given),
        logger(log),
        shutdown(stop),
        process_metrics(metrics::AddProcessMetrics(registry, "gateway", MOTCUA_VERSION)),
        answers(CountersBySource(registry.AddCounter("motcua_status_answers_total",
                                                     "Status look-ups by where they came from.",
                                                     {"source"}))),
        events(registry.AddCounter("motcua_status_events_total",
                                   "Dossier events by what the cache did.", {"outcome"})),
        http_metrics(registry),
        breaker(
            registry
                .AddGauge("motcua_status_cache_breaker_open_state", "1 while Redis is given up on.")
                .With()),
        partitions(registry.AddGauge("motcua_kafka_consumer_assigned_partitions",
                                     "Partitions held here.", {"consumer"})),
        lag(registry.AddGauge("motcua_kafka_consumer_lag_events", "Messages not taken yet.",
                              {"consumer"})),
        executor({.name = "requests",
                  .threads = config.executor_threads,
                  .queue_capacity = static_cast<std::size_t>(config.executor_queue)},
                 registry),
        observer("gateway", registry, logger),
        tracer(std::make_shared<trace::LogExporter>(logger)),
        edge{"gateway", executor, observer, &tracer},
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
              answers[static_cast<std::size_t>(source)]->Increment();
            },
            config.max_fills),
        status_events(cache,
                      [this](StatusEvents::Outcome outcome) {
                        events.With({OutcomeName(outcome)}).Increment();
                      }),
        commands(intake, processing),
        feedback(
            config.feedback_targets.empty() ? nullptr : rpc::MakeChannel(config.feedback_targets),
            tries),
        catalogue(intake::v1::CatalogueService::NewStub(intake)),
        status_service(edge, lookup) {}
  // First of all: what is asked of Redis ends with it, and the ends go to the look-up.
  ~Parts() { redis.reset(); }

  const Config config;
  const log::Logger logger;
  runtime::Shutdown& shutdown;
  metrics::Registry registry;
  runtime::Health health;
  std::vector<metrics::CallbackHandle> process_metrics;
  std::array<metrics::Counter*, 3> answers;
  metrics::Family<metrics::Counter> events;
  HttpMetrics http_metrics;
  metrics::Gauge& breaker;
  metrics::Family<metrics::Gauge> partitions;
  metrics::Family<metrics::Gauge> lag;
  std::unique_ptr<metrics::Exposer> exposer;

  runtime::Executor executor;
  rpc::MetricsObserver observer;
  trace::Tracer tracer;
  rpc::Edge edge;

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

  std::unique_ptr<kafka::Consumer> consumer;
  std::unique_ptr<runtime::PeriodicTask> gauges;
  std::unique_ptr<rpc::Server> grpc_server;
  std::unique_ptr<http::Server> http_server;
  bool stopped = false;

  absl::Status StartConsumer();
  absl::Status StartServers();
  void ReadGauges();
};

absl::Status Application::Parts::StartConsumer() {
  MOTCUA_ASSIGN_OR_RETURN(
      consumer, kafka::Consumer::Start(
                    {.brokers = config.kafka_brokers,
                     .group = kGroup,
                     .topics = {"motcua.intake.dossier.v1", "motcua.processing.dossier.v1"},
                     .client_id = "motcua-gateway",
                     .on_stuck = [this] { shutdown.Request("the status consumer is stuck"); },
                     .on_revoked = [this] { cache.EventsGoElsewhere(); },
                     .longest_backoff = StatusCache::kLongestBackoff},
                    [this](const std::vector<kafka::Message>& messages) {
                      return status_events.Take(messages);
                    }));
  return absl::OkStatus();
}

absl::Status Application::Parts::StartServers() {
  MOTCUA_ASSIGN_OR_RETURN(grpc_server, rpc::Server::Start({.listen = config.grpc_listen,
                                                           .services = {&status_service}}));
  MOTCUA_ASSIGN_OR_RETURN(
      http::Router router,
      MakeRouteTable({executor, logger, credentials, commands, lookup, *catalogue, feedback}));
  http::ServerOptions options;
  options.listen = config.http_listen;
  options.threads = config.http_threads;
  options.max_connections = static_cast<std::size_t>(config.max_connections);
  options.max_connections_per_subnet = static_cast<std::size_t>(config.max_connections_per_subnet);
  options.render_error = [](int status, std::string_view reason, std::string_view message) {
    return ErrorResponse(status, reason, message);
  };
  http_metrics.AddRoutes(router);
  options.observer = [this](const http::Served& served) { http_metrics.Count(served); };
  http_server = std::make_unique<http::Server>(std::move(options), std::move(router));
  return http_server->Start();
}

void Application::Parts::ReadGauges() {
  breaker.Set(redis->breaker_open() ? 1 : 0);
  const std::vector<kafka::Consumer::Lag> lags = consumer->lag();
  std::int64_t messages = 0;
  for (const kafka::Consumer::Lag& held : lags) {
    messages += held.messages;
  }
  partitions.With({"gateway.status"}).Set(static_cast<double>(lags.size()));
  lag.With({"gateway.status"}).Set(static_cast<double>(messages));
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application() {
  Stop();
}

absl::StatusOr<std::unique_ptr<Application>> Application::Create(const Config& config,
                                                                 const log::Logger& logger,
                                                                 runtime::Shutdown& shutdown) {
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.intake_targets));
  MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.processing_targets));
  if (!config.feedback_targets.empty()) {
    MOTCUA_RETURN_IF_ERROR(rpc::CheckTargets(config.feedback_targets));
  }
  MOTCUA_ASSIGN_OR_RETURN(PortalCredentials credentials,
                          PortalCredentials::ReadFile(config.portal_credentials_file));
  return std::unique_ptr<Application>(
      new Application(std::make_unique<Parts>(config, std::move(credentials), logger, shutdown)));
}

absl::Status Application::Start() {
  Parts& parts = *parts_;
  parts.logger.Info("client library", {{"kafka", kafka::DescribeLibrary()}});
  MOTCUA_ASSIGN_OR_RETURN(
      parts.exposer, metrics::Exposer::Start(
                         parts.registry, {.listen = parts.config.metrics_listen,
                                          .live = [&parts] { return parts.health.Live(); },
                                          .ready = [&parts] { return parts.health.Ready(); },
                                          .started = [&parts] { return parts.health.Started(); }}));
  MOTCUA_RETURN_IF_ERROR(parts.StartConsumer());
  MOTCUA_RETURN_IF_ERROR(parts.StartServers());
  parts.gauges = std::make_unique<runtime::PeriodicTask>(
      runtime::PeriodicTaskOptions{.interval = 5s},
      [&parts](const std::stop_token&) { parts.ReadGauges(); });
  parts.health.OnReadyChange([&parts](bool ready) { parts.grpc_server->SetReady(ready); });
  parts.health.SetStarted();
  parts.logger.Info("started", {{"http_port", parts.http_server->port()},
                                {"grpc_port", parts.grpc_server->port()},
                                {"metrics_port", parts.exposer->port()}});
  return absl::OkStatus();
}

void Application::Stop() {
  Parts& parts = *parts_;
  if (std::exchange(parts.stopped, true)) {
    return;
  }
  parts.health.StartDraining();
  if (parts.http_server != nullptr) {
    parts.http_server->StartDraining();
    std::this_thread::sleep_for(parts.config.drain_delay);
    if (const absl::Status status = parts.http_server->Stop(kHttpDrain); !status.ok()) {
      parts.logger.Warn("requests were cut off", status);
    }
  }
  if (parts.grpc_server != nullptr) {
    parts.grpc_server->Stop(kHttpDrain);
  }
  parts.gauges.reset();
  if (parts.consumer != nullptr) {
    parts.consumer->Stop(kConsumerStop);
  }
  if (const absl::Status status =
          parts.executor.Stop(std::chrono::steady_clock::now() + kExecutorStop);
      !status.ok()) {
    parts.logger.Warn("requests were dropped", status);
  }
  parts.logger.Info("stopped");
}

int Application::http_port() const {
  return parts_->http_server->port();
}
int Application::grpc_port() const {
  return parts_->grpc_server->port();
}
int Application::metrics_port() const {
  return parts_->exposer->port();
}

}  // namespace motcua::gateway
