#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <grpcpp/server_builder.h>

#include "motcua/base/clock.h"
#include "motcua/base/uuid.h"
#include "motcua/command/frame.h"
#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/kafka/message.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/program/program_options.h"
#include "motcua/program/shard_worker.h"
#include "motcua/rpc/unary.h"
#include "motcua/runtime/shutdown.h"

namespace motcua::program {

/// The frame of a program that owns a database: pool, clock, outbox publisher, consumers,
/// operations RPCs, health, metrics, gRPC server, and the order in which they start and drain
/// (R7.6, R7.7). A service makes its own parts from `pool()`, `clock()` ... , registers handlers
/// and services, and calls Start and Stop. Used from one thread; the parts it gives out are
/// thread-safe and live as long as it does.
///
///   auto program = StatefulProgram::Create(options, logger, shutdown);
///   inbox::Inbox& inbox = (*program)->AddConsumer(handler, {.consumer = ..., .source = ...},
///   topic);
///   (*program)->AddService(grpc_service);
///   (*program)->Start();
class StatefulProgram {
 public:
  /// Connects to PostgreSQL and reads the installation row; Kafka need not be there.
  static absl::StatusOr<std::unique_ptr<StatefulProgram>> Create(const ProgramOptions& options,
                                                                 const log::Logger& logger,
                                                                 runtime::Shutdown& shutdown);
  ~StatefulProgram();
  StatefulProgram(const StatefulProgram&) = delete;
  StatefulProgram& operator=(const StatefulProgram&) = delete;

  db::Pool& pool();
  /// How to open a connection of one's own, for shard locks.
  const db::Connection::Options& connection() const;
  const Clock& clock() const;
  IdGenerator& ids();
  int epoch() const;
  const rpc::Edge& edge() const;
  metrics::Registry& metrics();
  const log::Logger& logger() const;
  /// Wakes the outbox publisher; for AfterCommit.
  std::function<void()> notify_outbox();
  /// For the frames of the program's commands.
  command::Resources commands();
  /// A connection for each lane, beside the one of its transaction: for serials, which are drawn in
  /// the middle of it and kept whatever becomes of it. Nobody else has them, so no lane waits.
  db::Pool& serial_pool();
  /// Counts and logs a broken invariant (R4.7).
  void ReportBrokenInvariant(const std::string& name);

  /// A consumer of one topic whose messages go through an inbox, with a group named
  /// motcua.<consumer>. The handler outlives the program. Before Start.
  inbox::Inbox& AddConsumer(inbox::EventHandler& handler, inbox::Inbox::Options options,
                            const std::string& topic);
  /// An inbox without a Kafka consumer of its own, fed by AddFeed: drained, counted and redriven
  /// like any other. The handler outlives the program. Before Start.
  inbox::Inbox& AddInbox(inbox::EventHandler& handler, inbox::Inbox::Options options,
                         const std::string& topic);
  /// Messages of a topic, in the group motcua.<name>, for a service that decides itself which of
  /// `inboxes` takes them. `take` says how each ended; an error is retryable: the message comes
  /// again. Before Start.
  using TakeMessages = std::function<std::vector<absl::Status>(const CallContext&,
                                                               const std::vector<kafka::Message>&)>;
  void AddFeed(const std::string& name, const std::string& topic,
               const std::vector<inbox::Inbox*>& inboxes, TakeMessages take);
  /// A service of one's own. Before Start; outlives the program's Stop.
  void AddService(grpc::Service& service);
  /// Runs `task` every `interval` on a thread of its own; an error is logged. Before Start.
  void AddPeriodic(std::string name, std::chrono::milliseconds interval,
                   std::function<absl::Status()> task);

  /// Work on shards, each on a thread of its own. The returned function makes them look at once,
  /// from any thread; without effect before Start and after Stop. Before Start.
  std::function<void()> AddShardWork(ShardWork work);

  absl::Status Start();
  /// Not ready, drain delay, server, consumers, periodic work, publisher. Called once; also by the
  /// destructor.
  void Stop();

  int grpc_port() const;
  int metrics_port() const;

 private:
  struct Parts;
  explicit StatefulProgram(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::program
