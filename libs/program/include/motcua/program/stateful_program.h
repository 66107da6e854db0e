#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/clock.h"
#include "motcua/base/uuid.h"
#include "motcua/command/frame.h"
#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/program/process.h"
#include "motcua/program/shard_worker.h"
#include "motcua/program/stateful_options.h"

namespace motcua::program {

class Inboxes;
class OutboxWork;
class ShardWorks;

/// The frame of a program that owns a database: Process with connections, business
/// clock, outbox publisher, inboxes, operations RPCs, lanes of commands and work on shards, which
/// start and drain with it. A service creates its parts with `pool()`, `clock()` ...
///
///   auto program = StatefulProgram::Create(options, logger, shutdown);
///   (*program)->AddConsumer(handler, {.consumer = ..., .source = ...}, topic);
///   (*program)->AddService(grpc_service);
///   (*program)->Start();
class StatefulProgram final : public Process {
 public:
  /// Connects to PostgreSQL and reads the installation row; works without Kafka.
  static absl::StatusOr<std::unique_ptr<StatefulProgram>> Create(const StatefulOptions& options,
                                                                 const log::Logger& logger,
                                                                 runtime::Shutdown& shutdown);
  ~StatefulProgram() override;

  db::Pool& pool();
  /// For separate connections, such as those of shard locks.
  const db::Connection::Options& connection() const;
  const Clock& clock() const;
  IdGenerator& ids();
  int epoch() const;
  /// Wakes the outbox publisher; for AfterCommit.
  std::function<void()> notify_outbox();
  /// For the frames of the program's commands.
  command::Resources commands();
  /// One connection per lane in addition to that of its transaction: for serials, which are drawn
  /// during it and committed even if it fails. Nothing else uses them, so no lane waits.
  db::Pool& serial_pool();
  /// Counts and logs a broken invariant (R4.7).
  void ReportBrokenInvariant(const std::string& name);

  // All of these before Start.

  /// A consumer of one topic whose messages go through an inbox, with a group named
  /// motcua.<consumer>; `gather` as in Feed::Options. The handler outlives the program.
  inbox::Inbox& AddConsumer(inbox::EventHandler& handler, inbox::Inbox::Options options,
                            const std::string& topic, std::chrono::milliseconds gather = {});
  /// An inbox without its own feed, fed by FeedInboxes: drained, counted and redriven like any
  /// other. The handler must outlive the program.
  inbox::Inbox& AddInbox(inbox::EventHandler& handler, inbox::Inbox::Options options,
                         const std::string& topic);
  /// A feed for a service that decides itself which of `inboxes` takes a message.
  void FeedInboxes(const std::vector<inbox::Inbox*>& inboxes, Feed::Options feed);
  /// Work on shards, one thread per shard. The returned function starts a round of each at once,
  /// from any thread; it has no effect before Start and after Stop.
  std::function<void()> AddShardWork(ShardWork work);

 private:
  struct Database;
  struct Lanes;
  struct Operations;
  StatefulProgram(const StatefulOptions& options, const log::Logger& logger,
                  runtime::Shutdown& shutdown);
  absl::Status Open();
  absl::Status ProbeDatabase();
  absl::Status ReadGauges();
  absl::StatusOr<bool> PurgeAnswers(const HeldShard& held);

  const StatefulOptions options_;
  metrics::Family<metrics::Counter> broken_;
  runtime::Health::Condition postgres_;
  RandomIdGenerator ids_;
  // In the order of adding.
  std::unique_ptr<Database> database_;
  std::unique_ptr<OutboxWork> outbox_;
  std::unique_ptr<Lanes> lanes_;
  std::unique_ptr<Operations> operations_;
  std::unique_ptr<ShardWorks> shard_works_;
  std::unique_ptr<Inboxes> inboxes_;
};

}  // namespace motcua::program
