#include "motcua/program/stateful_program.h"

#include <thread>
#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/kafka/consumer.h"
#include "motcua/kafka/library.h"
#include "motcua/kafka/producer.h"
#include "motcua/metrics/exposer.h"
#include "motcua/metrics/process_metrics.h"
#include "motcua/operations/event_history_service.h"
#include "motcua/operations/flow_counters.h"
#include "motcua/operations/installation.h"
#include "motcua/operations/operations_service.h"
#include "motcua/operations/simulation_service.h"
#include "motcua/outbox/event_log.h"
#include "motcua/outbox/pending_age.h"
#include "motcua/outbox/publisher.h"
#include "motcua/rpc/metrics_observer.h"
#include "motcua/rpc/server.h"
#include "motcua/runtime/executor.h"
#include "motcua/runtime/health.h"
#include "motcua/runtime/periodic_task.h"
#include "motcua/trace/span.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kServerDrain = 20s;
constexpr std::chrono::milliseconds kConsumerStop = 10s;
constexpr std::chrono::milliseconds kExecutorStop = 5s;
constexpr std::chrono::milliseconds kHandlerLimit = 30s;
// What a consumer's handler has for a poll's messages: a stop waits for it.
constexpr std::chrono::milliseconds kTakeLimit = 8s;
static_assert(kTakeLimit < kConsumerStop);
constexpr std::chrono::milliseconds kProbeLimit = 1s;
constexpr int kParkedKeysPerRound = 100;
constexpr int kDeadLettersPerRound = 100;
// Answers are deleted in portions of this many, until none is past its lifetime.
constexpr int kAnswersPerPortion = 1000;
// Transactions of commands at once: two keep a disk busy, more only wait for each other
// (docs/performance.md).
constexpr int kCommandLanes = 2;

CallContext OwnCall(const std::string& service, std::chrono::milliseconds limit) {
  CallContext call;
  call.caller = service;
  call.deadline = std::chrono::steady_clock::now() + limit;
  return call;
}

/// Messages of one topic, and the inboxes they may go to.
struct FeedPart {
  std::string name;
  std::string topic;
  std::vector<inbox::Inbox*> inboxes;
  StatefulProgram::TakeMessages take;
  std::unique_ptr<kafka::Consumer> consumer;
};

struct InboxPart {
  std::string topic;
  std::unique_ptr<operations::FlowCounters> counters;
  std::unique_ptr<inbox::Inbox> inbox;
};

/// One kind of work on shards. The mutex guards `running` against a wake-up from another thread.
struct ShardWorkPart {
  ShardWork work;
  std::mutex mutex;
  std::vector<std::unique_ptr<ShardWorker>> running;

  void Notify() {
    const std::lock_guard lock(mutex);
    for (const std::unique_ptr<ShardWorker>& worker : running) {
      worker->Notify();
    }
  }
};

struct Periodic {
  std::string name;
  std::chrono::milliseconds interval;
  std::function<absl::Status()> task;
};

}  // namespace

struct StatefulProgram::Parts {
  Parts(const ProgramOptions& given, const log::Logger& log, runtime::Shutdown& stop)
      : options(given),
        logger(log),
        shutdown(stop),
        process_metrics(metrics::AddProcessMetrics(registry, options.service, options.version)),
        executor({.name = "rpc",
                  .threads = options.executor_threads,
                  .queue_capacity = static_cast<std::size_t>(options.executor_queue)},
                 registry),
        observer(options.service, registry, logger),
        exporter(std::make_shared<trace::LogExporter>(logger)),
        tracer(exporter),
        edge{options.service, executor, observer, &tracer},
        batch_size(registry
                       .AddHistogram("motcua_command_batch_commands",
                                     "Commands that shared a transaction.", {},
                                     {1, 2, 4, 8, 16, 32})
                       .With()),
        batch_wait(registry
                       .AddSeconds("motcua_command_batch_wait_seconds",
                                   "How long the first command of a batch had waited.")
                       .With()),
        batch_waiting(registry.AddCallback(
            metrics::Kind::kGauge, "motcua_command_waiting_commands",
            "Commands that no transaction has taken yet.", {}, {},
            [this] { return batcher == nullptr ? 0.0 : static_cast<double>(batcher->waiting()); })),
        postgres(health.AddCondition("postgres")),
        published(
            registry
                .AddCounter("motcua_outbox_published_total", "Events acknowledged by the broker.")
                .With()),
        rebuilt(registry
                    .AddCounter("motcua_outbox_producer_rebuilds_total",
                                "Producers made anew after a failure.")
                    .With()),
        pending(registry.AddGauge("motcua_outbox_pending_events", "Events not acknowledged yet.")
                    .With()),
        oldest(registry
                   .AddGauge("motcua_outbox_oldest_event_age_seconds",
                             "How long the first of them has waited.")
                   .With()),
        partitions(registry.AddGauge("motcua_kafka_consumer_assigned_partitions",
                                     "Partitions held here.", {"consumer"})),
        lag(registry.AddGauge("motcua_kafka_consumer_lag_events", "Messages not taken yet.",
                              {"consumer"})),
        dead_letters(registry.AddGauge("motcua_inbox_dead_letter_events",
                                       "Messages nobody could take.", {"consumer"})),
        parked(registry.AddGauge("motcua_inbox_parked_events",
                                 "Events that wait: for an earlier one, rules, or a dead letter.",
                                 {"consumer"})),
        broken(registry.AddCounter("motcua_invariant_violation_total", "Broken invariants; pages.",
                                   {"name"})),
        shards_held(registry.AddGauge("motcua_shard_held_state",
                                      "1 while this replica holds the shard and does its work.",
                                      {"purpose", "shard"})),
        shard_progress(registry.AddGauge("motcua_shard_progress_timestamp_seconds",
                                         "When a round last ended well, Unix time.",
                                         {"purpose", "shard"})),
        ready(registry.AddCallback(metrics::Kind::kGauge, "motcua_program_ready_state",
                                   "1 while it takes calls, as /readyz says.", {}, {},
                                   [this] { return health.ready() ? 1.0 : 0.0; })) {}

  ProgramOptions options;
  log::Logger logger;
  runtime::Shutdown& shutdown;
  metrics::Registry registry;
  runtime::Health health;
  std::vector<metrics::CallbackHandle> process_metrics;
  std::unique_ptr<metrics::Exposer> exposer;

  db::Connection::Options connection;
  std::unique_ptr<db::Pool> pool;
  std::unique_ptr<db::Pool> lane_pool;
  std::unique_ptr<db::Pool> serial_pool;
  operations::OpenedInstallation installation;
  RandomIdGenerator ids;

  runtime::Executor executor;
  rpc::MetricsObserver observer;
  std::shared_ptr<trace::Exporter> exporter;
  trace::Tracer tracer;
  rpc::Edge edge;

  metrics::Histogram& batch_size;
  metrics::Histogram& batch_wait;
  metrics::CallbackHandle batch_waiting;
  std::unique_ptr<command::Batcher> batcher;

  runtime::Health::Condition postgres;
  metrics::Counter& published;
  metrics::Counter& rebuilt;
  metrics::Gauge& pending;
  metrics::Gauge& oldest;
  outbox::PendingAge pending_age;  // of the thread that reads gauges
  metrics::Family<metrics::Gauge> partitions;
  metrics::Family<metrics::Gauge> lag;
  metrics::Family<metrics::Gauge> dead_letters;
  metrics::Family<metrics::Gauge> parked;
  metrics::Family<metrics::Counter> broken;
  metrics::Family<metrics::Gauge> shards_held;
  metrics::Family<metrics::Gauge> shard_progress;
  metrics::CallbackHandle ready;

  std::unique_ptr<outbox::Publisher> publisher;
  std::vector<std::unique_ptr<InboxPart>> inboxes;
  std::vector<std::unique_ptr<FeedPart>> feeds;
  std::vector<Periodic> periodics;
  std::vector<std::shared_ptr<ShardWorkPart>> shard_works;
  std::vector<std::unique_ptr<runtime::PeriodicTask>> tasks;
  std::unique_ptr<kafka::Producer> dead_letter_producer;

  std::vector<grpc::Service*> services;
  std::unique_ptr<operations::OperationsServiceImpl> operations_service;
  std::unique_ptr<operations::EventHistoryServiceImpl> history_service;
  std::unique_ptr<operations::SimulationServiceImpl> simulation_service;
  std::unique_ptr<rpc::Server> server;
  bool stopped = false;

  absl::Status Open();
  void StartPublisher();
  absl::Status StartConsumers();
  const kafka::Consumer* FeederOf(const inbox::Inbox* inbox) const;
  absl::Status StartServer();
  void StartTasks();
  void RequestStopOfShardWork();
  void StopShardWork();
  absl::StatusOr<std::unique_ptr<kafka::Producer>> MakeProducer() const;
  absl::Status ProbeDatabase();
  absl::Status ReadGauges();
  absl::Status DrainParked();
  absl::Status PublishDeadLetters();
  absl::StatusOr<bool> PurgeAnswers(const HeldShard& held);
};

absl::Status StatefulProgram::Parts::Open() {
  connection.dsn = options.db_dsn;
  connection.application_name = "motcua-" + options.service;
  MOTCUA_ASSIGN_OR_RETURN(
      pool, db::Pool::Create({.connection = connection, .size = options.db_pool_size}));
  MOTCUA_ASSIGN_OR_RETURN(installation,
                          operations::OpenInstallation(*pool, OwnCall(options.service, 5s),
                                                       options.province, options.simulation));
  postgres.Set(true);
  db::Connection::Options lane = connection;
  lane.set_wise = true;
  MOTCUA_ASSIGN_OR_RETURN(lane_pool, db::Pool::Create({.connection = lane, .size = kCommandLanes}));
  MOTCUA_ASSIGN_OR_RETURN(serial_pool,
                          db::Pool::Create({.connection = connection, .size = kCommandLanes}));
  batcher = std::make_unique<command::Batcher>(command::Batcher::Options{
      .lanes = kCommandLanes,
      .on_batch = [this](std::size_t commands, std::chrono::nanoseconds waited) {
        batch_size.Observe(static_cast<double>(commands));
        batch_wait.Observe(std::chrono::duration<double>(waited).count());
      }});
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<kafka::Producer>> StatefulProgram::Parts::MakeProducer() const {
  return kafka::Producer::Create(
      {.brokers = options.kafka_brokers, .client_id = "motcua-" + options.service});
}

void StatefulProgram::Parts::StartPublisher() {
  publisher = outbox::Publisher::Start(
      {.service = options.service,
       .connection = connection,
       .make_producer = [this] { return MakeProducer(); },
       .on_batch =
           [this](std::size_t events, bool rebuilt_producer) {
             published.Increment(static_cast<double>(events));
             if (rebuilt_producer) {
               rebuilt.Increment();
             }
           },
       .on_error = [this](const absl::Status& status) { logger.Warn("outbox waits", status); }});
}

absl::Status StatefulProgram::Parts::StartConsumers() {
  for (const std::unique_ptr<FeedPart>& feed : feeds) {
    const auto handler = [this, &take = feed->take](const std::vector<kafka::Message>& messages) {
      std::vector<absl::Status> ended = take(OwnCall(options.service, kTakeLimit), messages);
      const auto failed =
          std::ranges::find_if(ended, [](const absl::Status& status) { return !status.ok(); });
      if (failed != ended.end()) {
        logger.Warn("events wait", *failed, {{"topic", messages.front().topic}});
      }
      return ended;
    };
    MOTCUA_ASSIGN_OR_RETURN(
        feed->consumer,
        kafka::Consumer::Start({.brokers = options.kafka_brokers,
                                .group = "motcua." + feed->name,
                                .topics = {feed->topic},
                                .client_id = "motcua-" + options.service,
                                .on_stuck = [this] { shutdown.Request("a consumer is stuck"); }},
                               handler));
  }
  return absl::OkStatus();
}

const kafka::Consumer* StatefulProgram::Parts::FeederOf(const inbox::Inbox* inbox) const {
  for (const std::unique_ptr<FeedPart>& feed : feeds) {
    if (std::ranges::find(feed->inboxes, inbox) != feed->inboxes.end()) {
      return feed->consumer.get();
    }
  }
  return nullptr;
}

absl::Status StatefulProgram::Parts::StartServer() {
  operations::OperationsServiceImpl::Options shown{.on_reemit = [this] { publisher->Notify(); }};
  for (const std::unique_ptr<InboxPart>& part : inboxes) {
    shown.consumers.push_back({.inbox = part->inbox.get(),
                               .topic = part->topic,
                               .consumer = FeederOf(part->inbox.get()),
                               .counters = part->counters.get()});
  }
  operations_service =
      std::make_unique<operations::OperationsServiceImpl>(edge, *pool, std::move(shown));
  history_service = std::make_unique<operations::EventHistoryServiceImpl>(edge, *pool);
  simulation_service =
      std::make_unique<operations::SimulationServiceImpl>(edge, *pool, installation.settable);
  std::vector<grpc::Service*> all = services;
  all.insert(all.end(),
             {operations_service.get(), history_service.get(), simulation_service.get()});
  MOTCUA_ASSIGN_OR_RETURN(server,
                          rpc::Server::Start({.listen = options.grpc_listen, .services = all}));
  return absl::OkStatus();
}

absl::Status StatefulProgram::Parts::ProbeDatabase() {
  static constexpr db::Statement kProbe = {"probe", "SELECT 1"};
  auto lease = pool->Acquire(OwnCall(options.service, kProbeLimit));
  // A pool that is busy is no database that is down.
  if (lease.status().code() == absl::StatusCode::kResourceExhausted) {
    return absl::OkStatus();
  }
  const absl::Status status =
      lease.ok() ? (*lease)->Execute({kProbe, {}}).status() : lease.status();
  postgres.Set(status.ok(), Message(status));
  return status;
}

absl::Status StatefulProgram::Parts::ReadGauges() {
  const CallContext call = OwnCall(options.service, kHandlerLimit);
  MOTCUA_ASSIGN_OR_RETURN(const outbox::Pending waiting, outbox::ReadPending(*pool, call));
  pending.Set(static_cast<double>(waiting.events));
  oldest.Set(
      std::chrono::duration<double>(pending_age.Observe(waiting, std::chrono::steady_clock::now()))
          .count());
  for (const std::unique_ptr<FeedPart>& feed : feeds) {
    const std::vector<kafka::Consumer::Lag> lags = feed->consumer->lag();
    std::int64_t messages = 0;
    for (const kafka::Consumer::Lag& held : lags) {
      messages += held.messages;
    }
    partitions.With({feed->name}).Set(static_cast<double>(lags.size()));
    lag.With({feed->name}).Set(static_cast<double>(messages));
  }
  for (const std::unique_ptr<InboxPart>& part : inboxes) {
    MOTCUA_ASSIGN_OR_RETURN(const inbox::Inbox::Counts counts, part->inbox->ReadCounts(call));
    dead_letters.With({part->inbox->consumer()}).Set(static_cast<double>(counts.dead_letters));
    parked.With({part->inbox->consumer()}).Set(static_cast<double>(counts.parked));
  }
  return absl::OkStatus();
}

absl::Status StatefulProgram::Parts::DrainParked() {
  // One inbox may wait for an owner that is away; the others need not.
  absl::Status first_error;
  for (const std::unique_ptr<InboxPart>& part : inboxes) {
    first_error.Update(
        part->inbox->DrainParked(OwnCall(options.service, kHandlerLimit), kParkedKeysPerRound)
            .status());
  }
  return first_error;
}

absl::Status StatefulProgram::Parts::PublishDeadLetters() {
  if (dead_letter_producer == nullptr) {
    MOTCUA_ASSIGN_OR_RETURN(dead_letter_producer, MakeProducer());
  }
  const absl::Status status =
      inbox::PublishDeadLetters(*pool, OwnCall(options.service, kHandlerLimit),
                                *dead_letter_producer, kDeadLettersPerRound)
          .status();
  if (!status.ok()) {
    dead_letter_producer.reset();
  }
  return status;
}

absl::StatusOr<bool> StatefulProgram::Parts::PurgeAnswers(const HeldShard& held) {
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(
        const std::int64_t deleted,
        command::PurgeAnswers(*pool, OwnCall(options.service, kHandlerLimit), kAnswersPerPortion));
    if (deleted < kAnswersPerPortion) {
      return false;
    }
  }
  return true;
}

void StatefulProgram::Parts::StartTasks() {
  periodics.push_back({"probe database", 1s, [this] { return ProbeDatabase(); }});
  periodics.push_back({"read gauges", 5s, [this] { return ReadGauges(); }});
  periodics.push_back({"drain parked", 1s, [this] { return DrainParked(); }});
  periodics.push_back({"publish dead letters", 2s, [this] { return PublishDeadLetters(); }});
  for (const Periodic& periodic : periodics) {
    tasks.push_back(std::make_unique<runtime::PeriodicTask>(
        runtime::PeriodicTaskOptions{.interval = periodic.interval},
        [this, &periodic](const std::stop_token&) {
          if (const absl::Status status = periodic.task(); !status.ok()) {
            logger.Warn("periodic work failed", status, {{"task", periodic.name}});
          }
        }));
  }
  shard_works.push_back(std::make_shared<ShardWorkPart>());
  shard_works.back()->work = {.purpose = "retention",
                              .interval = 10min,
                              .has_work = nullptr,
                              .round = [this](HeldShard& held) { return PurgeAnswers(held); }};
  for (const std::shared_ptr<ShardWorkPart>& part : shard_works) {
    const std::lock_guard lock(part->mutex);
    for (int shard = 0; shard < part->work.shards; ++shard) {
      const std::string number = std::to_string(shard);
      part->running.push_back(std::make_unique<ShardWorker>(
          ShardWorker::Parts{.connection = connection,
                             .logger = logger,
                             .held = shards_held.With({part->work.purpose, number}),
                             .progress = shard_progress.With({part->work.purpose, number})},
          part->work, shard));
    }
  }
}

void StatefulProgram::Parts::RequestStopOfShardWork() {
  for (const std::shared_ptr<ShardWorkPart>& part : shard_works) {
    const std::lock_guard lock(part->mutex);
    for (const std::unique_ptr<ShardWorker>& worker : part->running) {
      worker->RequestStop();
    }
  }
}

void StatefulProgram::Parts::StopShardWork() {
  for (const std::shared_ptr<ShardWorkPart>& part : shard_works) {
    // Outside the lock: an item in hand may want to wake another kind of work.
    std::vector<std::unique_ptr<ShardWorker>> ending;
    {
      const std::lock_guard lock(part->mutex);
      ending.swap(part->running);
    }
  }
}

StatefulProgram::StatefulProgram(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

StatefulProgram::~StatefulProgram() {
  Stop();
}

absl::StatusOr<std::unique_ptr<StatefulProgram>> StatefulProgram::Create(
    const ProgramOptions& options, const log::Logger& logger, runtime::Shutdown& shutdown) {
  auto parts = std::make_unique<Parts>(options, logger, shutdown);
  MOTCUA_RETURN_IF_ERROR(parts->Open());
  return std::unique_ptr<StatefulProgram>(new StatefulProgram(std::move(parts)));
}

db::Pool& StatefulProgram::pool() {
  return *parts_->pool;
}
db::Pool& StatefulProgram::serial_pool() {
  return *parts_->serial_pool;
}
const db::Connection::Options& StatefulProgram::connection() const {
  return parts_->connection;
}
const Clock& StatefulProgram::clock() const {
  return *parts_->installation.clock;
}
IdGenerator& StatefulProgram::ids() {
  return parts_->ids;
}
int StatefulProgram::epoch() const {
  return parts_->installation.installation.epoch;
}
command::Resources StatefulProgram::commands() {
  return {.batcher = *parts_->batcher,
          .lane_pool = *parts_->lane_pool,
          .executor = parts_->executor,
          .pool = *parts_->pool,
          .clock = clock(),
          .ids = parts_->ids,
          .on_commit = notify_outbox()};
}
const rpc::Edge& StatefulProgram::edge() const {
  return parts_->edge;
}
metrics::Registry& StatefulProgram::metrics() {
  return parts_->registry;
}
const log::Logger& StatefulProgram::logger() const {
  return parts_->logger;
}

std::function<void()> StatefulProgram::notify_outbox() {
  return [parts = parts_.get()] {
    if (parts->publisher != nullptr) {
      parts->publisher->Notify();
    }
  };
}

void StatefulProgram::ReportBrokenInvariant(const std::string& name) {
  parts_->broken.With({name}).Increment();
  parts_->logger.Error("invariant broken", {{"invariant", name}});
}

inbox::Inbox& StatefulProgram::AddConsumer(inbox::EventHandler& handler,
                                           inbox::Inbox::Options options,
                                           const std::string& topic) {
  inbox::Inbox& inbox = AddInbox(handler, std::move(options), topic);
  AddFeed(inbox.consumer(), topic, {&inbox},
          [&inbox](const CallContext& call, const std::vector<kafka::Message>& messages) {
            std::vector<absl::Status> ended;
            for (const absl::StatusOr<inbox::Taken>& taken : inbox.TakeMessages(call, messages)) {
              ended.push_back(taken.status());
            }
            return ended;
          });
  return inbox;
}

inbox::Inbox& StatefulProgram::AddInbox(inbox::EventHandler& handler, inbox::Inbox::Options options,
                                        const std::string& topic) {
  auto part = std::make_unique<InboxPart>();
  part->topic = topic;
  part->counters = std::make_unique<operations::FlowCounters>(parts_->registry, options.consumer);
  options.on_taken = [counters = part->counters.get()](inbox::Taken taken, bool gap) {
    counters->Count(taken, gap);
  };
  part->inbox = inbox::Inbox::Create(*parts_->pool, handler, std::move(options));
  parts_->inboxes.push_back(std::move(part));
  return *parts_->inboxes.back()->inbox;
}

void StatefulProgram::AddFeed(const std::string& name, const std::string& topic,
                              const std::vector<inbox::Inbox*>& inboxes, TakeMessages take) {
  parts_->feeds.push_back(std::make_unique<FeedPart>(
      FeedPart{.name = name, .topic = topic, .inboxes = inboxes, .take = std::move(take)}));
}

void StatefulProgram::AddService(grpc::Service& service) {
  parts_->services.push_back(&service);
}

void StatefulProgram::AddPeriodic(std::string name, std::chrono::milliseconds interval,
                                  std::function<absl::Status()> task) {
  parts_->periodics.push_back({std::move(name), interval, std::move(task)});
}

std::function<void()> StatefulProgram::AddShardWork(ShardWork work) {
  auto part = std::make_shared<ShardWorkPart>();
  part->work = std::move(work);
  parts_->shard_works.push_back(part);
  return [part] { part->Notify(); };
}

absl::Status StatefulProgram::Start() {
  Parts& parts = *parts_;
  parts.logger.Info("client library", {{"kafka", kafka::DescribeLibrary()}});
  MOTCUA_ASSIGN_OR_RETURN(
      parts.exposer, metrics::Exposer::Start(
                         parts.registry, {.listen = parts.options.metrics_listen,
                                          .live = [&parts] { return parts.health.Live(); },
                                          .ready = [&parts] { return parts.health.Ready(); },
                                          .started = [&parts] { return parts.health.Started(); }}));
  parts.StartPublisher();
  MOTCUA_RETURN_IF_ERROR(parts.StartConsumers());
  MOTCUA_RETURN_IF_ERROR(parts.StartServer());
  parts.StartTasks();
  parts.health.OnReadyChange([&parts](bool ready) { parts.server->SetReady(ready); });
  parts.health.SetStarted();
  parts.logger.Info("started",
                    {{"grpc_port", parts.server->port()}, {"metrics_port", parts.exposer->port()}});
  return absl::OkStatus();
}

void StatefulProgram::Stop() {
  Parts& parts = *parts_;
  if (std::exchange(parts.stopped, true)) {
    return;
  }
  parts.health.StartDraining();
  parts.RequestStopOfShardWork();
  if (parts.server != nullptr) {
    // Load balancers and channels need this long to look elsewhere (R7.7).
    std::this_thread::sleep_for(parts.options.drain_delay);
    parts.server->Stop(kServerDrain);
  }
  for (const std::unique_ptr<FeedPart>& feed : parts.feeds) {
    if (feed->consumer != nullptr) {
      feed->consumer->Stop(kConsumerStop);
    }
  }
  // Nobody calls any more; what was submitted is answered before a program that uses it goes.
  if (parts.batcher != nullptr) {
    parts.batcher->Stop();
  }
  parts.StopShardWork();
  parts.tasks.clear();
  if (parts.publisher != nullptr) {
    parts.publisher->Stop();
  }
  if (const absl::Status status =
          parts.executor.Stop(std::chrono::steady_clock::now() + kExecutorStop);
      !status.ok()) {
    parts.logger.Warn("calls were dropped", status);
  }
  parts.logger.Info("stopped");
}

int StatefulProgram::grpc_port() const {
  return parts_->server->port();
}
int StatefulProgram::metrics_port() const {
  return parts_->exposer->port();
}

}  // namespace motcua::program
