#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/kafka/hooks.h"
#include "motcua/kafka/message.h"

namespace motcua::kafka {

/// A member of a consumer group with one thread of its own (settings and work-arounds of
/// reliability 1.4).
///
/// `handler` gets what has come by now, of several partitions, in order per partition: one message
/// alone at once, under load up to `most_messages`. It answers how each of them ended. OK: the
/// offset is stored after it returns. Any error: the partition is paused, and that message and
/// those behind it come again, one at a time, after a back-off (100 ms doubling to
/// `longest_backoff`, ±20 %), other partitions go on; so permanent failures must be dealt with
/// inside the handler (dead letter) and return OK. Offsets are committed every second and
/// synchronously when partitions are revoked. A group without a committed offset, or whose offset
/// the broker no longer has, starts at the earliest message: repeats are the inbox's business.
///
/// What has come and waits for the handler takes a few MiB, however far behind the group is.
///
/// A broker that is down, a topic that does not exist yet and a fatal error of the client are no
/// errors to the owner: the consumer keeps trying, rebuilding its client if it must. All public
/// functions are thread-safe; `Stop` is not called from the handler, `on_stuck` or `on_revoked`.
class Consumer {
 public:
  using Handler = std::function<std::vector<absl::Status>(const std::vector<Message>&)>;
  using TakeOne = std::function<absl::Status(const Message&)>;
  /// A handler that takes them one after the other, and none behind a failed one of its partition.
  static Handler OneByOne(TakeOne take);

  struct Options {
    std::string brokers;
    std::string group;
    std::vector<std::string> topics;
    std::string client_id;
    /// A handler that runs longer is reported through `on_stuck`, once (the library of Debian 12
    /// never notices); the program then ends itself, so that another member takes over.
    std::chrono::seconds stuck_after{60};
    std::function<void()> on_stuck;
    /// The group has taken this member's partitions away, all of them: a message whose handler
    /// failed is another member's business now, or comes again from the start. Called at the end,
    /// too, and also when there were none; on the thread of the handler, which does not run then.
    std::function<void()> on_revoked;
    /// The longest wait between two attempts at a message.
    std::chrono::milliseconds longest_backoff{30000};
    Hooks hooks;
    /// In one call of the handler.
    std::size_t most_messages = 200;
    /// How long the broker may wait for 64 KiB of messages before it answers a fetch. 0: it answers
    /// at the first message. A consumer that nobody waits for takes 100 ms, and costs the broker a
    /// fraction (ADR 0022).
    std::chrono::milliseconds gather{0};
    /// After this long without a sign of life the group gives a member's partitions away. Tests
    /// shorten it.
    std::chrono::milliseconds session_timeout{45000};
  };
  /// INVALID_ARGUMENT / KAFKA_CONFIG when an option is refused; brokers are not waited for.
  static absl::StatusOr<std::unique_ptr<Consumer>> Start(const Options& options, Handler handler);
  virtual ~Consumer() = default;

  /// Finishes the messages in hand, commits, leaves the group; gives up waiting after `limit` (a
  /// handler that hangs is left behind with its thread: the process is expected to end then). No
  /// handler starts after this call. The destructor stops with a limit of 10 s.
  virtual void Stop(std::chrono::milliseconds limit) = 0;

  /// Messages between the stored offset and the end, by (topic, partition) held now; partitions
  /// about which nothing is known yet are left out. May ask the broker, for at most a second.
  struct Lag {
    std::string topic;
    std::int32_t partition;
    std::int64_t messages;
  };
  virtual std::vector<Lag> lag() const = 0;
  /// True once the group has given this member its partitions (which may be none).
  virtual bool assigned() const = 0;
};

}  // namespace motcua::kafka
