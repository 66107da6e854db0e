#include "motcua/program/stateful_program.h"

#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/operations/event_history_service.h"
#include "motcua/operations/installation.h"
#include "motcua/operations/operations_service.h"
#include "motcua/operations/simulation_service.h"

#include "inboxes.h"
#include "outbox_work.h"
#include "own_call.h"
#include "shard_works.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kOpenLimit = 5s;
constexpr std::chrono::milliseconds kProbeLimit = 1s;
constexpr std::chrono::milliseconds kRoundLimit = 30s;
// Answers are deleted in batches of this size, until none is past its lifetime.
constexpr int kAnswersPerPortion = 1000;
// Concurrent transactions of commands: two keep a disk busy, more only wait for each other
// (docs/performance.md).
constexpr int kCommandLanes = 2;

}  // namespace

struct StatefulProgram::Database {
  db::Connection::Options connection;
  std::unique_ptr<db::Pool> pool;
  operations::OpenedInstallation installation;

  absl::Status Open(const StatefulOptions& options) {
    connection.dsn = options.db_dsn;
    connection.application_name = "motcua-" + options.service;
    MOTCUA_ASSIGN_OR_RETURN(
        pool, db::Pool::Create({.connection = connection, .size = options.db_pool_size}));
    MOTCUA_ASSIGN_OR_RETURN(
        installation, operations::OpenInstallation(*pool, OwnCall(options.service, kOpenLimit),
                                                   options.province, options.simulation));
    return absl::OkStatus();
  }
};

/// Runs commands that wait together in one transaction.
struct StatefulProgram::Lanes {
  explicit Lanes(metrics::Registry& metrics)
      : commands(metrics
                     .AddHistogram("motcua_command_batch_commands",
                                   "Commands that shared a transaction.", {}, {1, 2, 4, 8, 16, 32})
                     .With()),
        wait(metrics
                 .AddSeconds("motcua_command_batch_wait_seconds",
                             "How long the first command of a batch had waited.")
                 .With()),
        batcher({.lanes = kCommandLanes,
                 .on_batch =
                     [this](std::size_t size, std::chrono::nanoseconds waited) {
                       commands.Observe(static_cast<double>(size));
                       wait.Observe(std::chrono::duration<double>(waited).count());
                     }}),
        waiting(metrics.AddCallback(metrics::Kind::kGauge, "motcua_command_waiting_commands",
                                    "Commands that no transaction has taken yet.", {}, {},
                                    [this] { return static_cast<double>(batcher.waiting()); })) {}

  absl::Status Open(const db::Connection::Options& connection) {
    db::Connection::Options set_wise = connection;
    set_wise.set_wise = true;
    MOTCUA_ASSIGN_OR_RETURN(pool,
                            db::Pool::Create({.connection = set_wise, .size = kCommandLanes}));
    MOTCUA_ASSIGN_OR_RETURN(serial_pool,
                            db::Pool::Create({.connection = connection, .size = kCommandLanes}));
    return absl::OkStatus();
  }

  std::unique_ptr<db::Pool> pool;
  std::unique_ptr<db::Pool> serial_pool;
  metrics::Histogram& commands;
  metrics::Histogram& wait;
  command::Batcher batcher;
  metrics::CallbackHandle waiting;
};

/// The RPCs of every program with a database.
struct StatefulProgram::Operations {
  operations::OperationsServiceImpl operations;
  operations::EventHistoryServiceImpl history;
  operations::SimulationServiceImpl simulation;
};

StatefulProgram::StatefulProgram(const StatefulOptions& options, const log::Logger& logger,
                                 runtime::Shutdown& shutdown)
    : Process(options, logger, shutdown),
      options_(options),
      broken_(metrics().AddCounter("motcua_invariant_violation_total", "Broken invariants; pages.",
                                   {"name"})),
      postgres_(AddCondition("postgres")) {}

StatefulProgram::~StatefulProgram() {
  Stop();
}

absl::StatusOr<std::unique_ptr<StatefulProgram>> StatefulProgram::Create(
    const StatefulOptions& options, const log::Logger& logger, runtime::Shutdown& shutdown) {
  std::unique_ptr<StatefulProgram> program(new StatefulProgram(options, logger, shutdown));
  MOTCUA_RETURN_IF_ERROR(program->Open());
  return program;
}

absl::Status StatefulProgram::Open() {
  database_ = std::make_unique<Database>();
  MOTCUA_RETURN_IF_ERROR(database_->Open(options_));
  postgres_.Set(true);

  outbox_ = std::make_unique<OutboxWork>(options_, connection(), logger(), metrics());
  AddWork({.start = [this] { outbox_->Start(); }, .stop = [this] { outbox_->Stop(); }});

  lanes_ = std::make_unique<Lanes>(metrics());
  MOTCUA_RETURN_IF_ERROR(lanes_->Open(connection()));
  // No more calls arrive; submitted commands are answered before a service they use is destroyed.
  AddWork({.stop = [this] { lanes_->batcher.Stop(); }});

  operations_ = std::unique_ptr<Operations>(
      new Operations{.operations = {edge(), pool(), notify_outbox()},
                     .history = {edge(), pool()},
                     .simulation = {edge(), pool(), database_->installation.settable}});
  AddService(operations_->operations);
  AddService(operations_->history);
  AddService(operations_->simulation);

  shard_works_ =
      std::make_unique<ShardWorks>(connection(), logger(), metrics(), operations_->operations);
  AddWork({.start = [this] { shard_works_->Start(); },
           .request_stop = [this] { shard_works_->RequestStop(); },
           .stop = [this] { shard_works_->Stop(); }});
  AddShardWork({.purpose = "retention",
                .interval = 10min,
                .has_work = nullptr,
                .round = [this](HeldShard& held) { return PurgeAnswers(held); }});

  inboxes_ = std::make_unique<Inboxes>(options_, pool(), metrics(), operations_->operations);
  AddPeriodic("probe database", 1s, [this] { return ProbeDatabase(); });
  AddPeriodic("read gauges", 5s, [this] { return ReadGauges(); });
  AddPeriodic("drain parked", 1s, [this] { return inboxes_->DrainParked(); });
  AddPeriodic("publish dead letters", 2s, [this] { return inboxes_->PublishDeadLetters(); });
  return absl::OkStatus();
}

absl::Status StatefulProgram::ProbeDatabase() {
  static constexpr db::Statement kProbe = {"probe", "SELECT 1"};
  auto lease = pool().Acquire(OwnCall(options_.service, kProbeLimit));
  // A pool without a free connection does not mean that the database is down.
  if (lease.status().code() == absl::StatusCode::kResourceExhausted) {
    return absl::OkStatus();
  }
  const absl::Status status =
      lease.ok() ? (*lease)->Execute({kProbe, {}}).status() : lease.status();
  postgres_.Set(status.ok(), Message(status));
  return status;
}

absl::Status StatefulProgram::ReadGauges() {
  const CallContext call = OwnCall(options_.service, kRoundLimit);
  MOTCUA_RETURN_IF_ERROR(outbox_->ReadGauges(pool(), call));
  return inboxes_->ReadGauges(call);
}

absl::StatusOr<bool> StatefulProgram::PurgeAnswers(const HeldShard& held) {
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(
        const std::int64_t deleted,
        command::PurgeAnswers(pool(), OwnCall(options_.service, kRoundLimit), kAnswersPerPortion));
    if (deleted < kAnswersPerPortion) {
      return false;
    }
  }
  return true;
}

db::Pool& StatefulProgram::pool() {
  return *database_->pool;
}
const db::Connection::Options& StatefulProgram::connection() const {
  return database_->connection;
}
const Clock& StatefulProgram::clock() const {
  return *database_->installation.clock;
}
IdGenerator& StatefulProgram::ids() {
  return ids_;
}
int StatefulProgram::epoch() const {
  return database_->installation.installation.epoch;
}
db::Pool& StatefulProgram::serial_pool() {
  return *lanes_->serial_pool;
}
std::function<void()> StatefulProgram::notify_outbox() {
  return [outbox = outbox_.get()] { outbox->Notify(); };
}
command::Resources StatefulProgram::commands() {
  return {.batcher = lanes_->batcher,
          .lane_pool = *lanes_->pool,
          .executor = edge().executor,
          .pool = pool(),
          .clock = clock(),
          .ids = ids_,
          .on_commit = notify_outbox()};
}

void StatefulProgram::ReportBrokenInvariant(const std::string& name) {
  broken_.With({name}).Increment();
  logger().Error("invariant broken", {{"invariant", name}});
}

inbox::Inbox& StatefulProgram::AddConsumer(inbox::EventHandler& handler,
                                           inbox::Inbox::Options options, const std::string& topic,
                                           std::chrono::milliseconds gather) {
  inbox::Inbox& inbox = AddInbox(handler, std::move(options), topic);
  const auto take = [&inbox](const CallContext& call, const std::vector<kafka::Message>& messages) {
    std::vector<absl::Status> ended;
    for (const absl::StatusOr<inbox::Taken>& taken : inbox.TakeMessages(call, messages)) {
      ended.push_back(taken.status());
    }
    return ended;
  };
  FeedInboxes({&inbox},
              {.name = inbox.consumer(), .topics = {topic}, .take = take, .gather = gather});
  return inbox;
}

inbox::Inbox& StatefulProgram::AddInbox(inbox::EventHandler& handler, inbox::Inbox::Options options,
                                        const std::string& topic) {
  return inboxes_->Add(handler, std::move(options), topic);
}

void StatefulProgram::FeedInboxes(const std::vector<inbox::Inbox*>& inboxes, Feed::Options feed) {
  inboxes_->SetFeed(inboxes, AddFeed(std::move(feed)));
}

std::function<void()> StatefulProgram::AddShardWork(ShardWork work) {
  return shard_works_->Add(std::move(work));
}

}  // namespace motcua::program
