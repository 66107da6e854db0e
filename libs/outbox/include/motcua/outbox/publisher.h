#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "motcua/db/connection.h"
#include "motcua/kafka/producer.h"

namespace motcua::outbox {

/// Moves outbox rows to Kafka: design E of reliability 1.2.
///
/// The holder of a shard's lock reads visible rows in id order above a safe low-water mark,
/// produces them, waits for all acknowledgements and deletes exactly those ids over the connection
/// that holds the lock; so losing the database session ends publishing at once. After a failed
/// batch the producer is replaced and starts again at the first unacknowledged row: duplicates are
/// possible, loss and reordering are not. Replicas without a lock try again every
/// `takeover_interval`.
///
/// One thread, one session and one producer per shard: a shard that waits for the broker or
/// recovers from an error does not hold up the others, and a lost session ends exactly one shard.
/// Deletes are committed asynchronously: a crash of the server may bring rows back, which are then
/// sent twice. Thread-safe; the callbacks are called from the shards' threads.
class Publisher {
 public:
  struct Options {
    std::string service;  // names the topics
    db::Connection::Options connection;
    std::function<absl::StatusOr<std::unique_ptr<kafka::Producer>>()> make_producer;
    int batch = 500;
    std::chrono::milliseconds busy_poll{5};
    std::chrono::milliseconds idle_poll{100};
    std::chrono::milliseconds takeover_interval{500};
    /// Called after each acknowledged batch; `rebuilt_producer` is true for the first after a
    /// failure. For metrics; may be empty.
    std::function<void(std::size_t events, bool rebuilt_producer)> on_batch;
    /// Called after every failure (no session, no producer, no acknowledgement); the publisher
    /// retries automatically. May be empty.
    std::function<void(const absl::Status&)> on_error;
  };
  static std::unique_ptr<Publisher> Start(Options options);
  virtual ~Publisher() = default;

  /// Wakes the publisher after a commit in this process (R1.5: no NOTIFY in business transactions).
  virtual void Notify() = 0;
  /// Finishes the running batch (at most 10 s, if the broker does not answer) and releases the
  /// shards.
  virtual void Stop() = 0;
  /// Shards held by this replica now.
  virtual int shards_held() const = 0;
};

}  // namespace motcua::outbox
