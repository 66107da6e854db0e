#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/kafka/library.h"
#include "motcua/kafka/message.h"

namespace motcua::kafka {

/// A member of a consumer group with a separate thread (settings and work-arounds of reliability
/// 1.4).
///
/// `handler` gets the messages that have arrived, in order per partition: a single message at once,
/// under load up to `most_messages`. It returns the outcome of each. OK: the message's offset is
/// stored. Any error: the partition is paused, and this message and those behind it are delivered
/// again, one at a time, after a back-off (100 ms doubling to `longest_backoff`, ±20 %); other
/// partitions continue; so the handler must treat permanent failures itself (dead letter) and
/// return OK. Offsets are committed every second, and synchronously when partitions are revoked. A
/// group without a committed offset, or whose offset the broker no longer has, starts at the
/// earliest message; the inbox recognises repetitions.
///
/// Messages fetched ahead of the handler take a few MiB, however far behind the group is.
///
/// A broker that is down, a topic that does not exist yet and a fatal error of the client are not
/// reported: the consumer keeps trying, with a new client if necessary. All public functions are
/// thread-safe; `Stop` must not be called from the handler, `on_stuck` or `on_revoked`.
class Consumer {
 public:
  using Handler = std::function<std::vector<absl::Status>(const std::vector<Message>&)>;
  using TakeOne = std::function<absl::Status(const Message&)>;
  /// A handler that calls `take` for each message; after an error it skips the partition's rest.
  static Handler OneByOne(TakeOne take);

  struct Options {
    std::string brokers;
    std::string group;
    std::vector<std::string> topics;
    std::string client_id;
    /// A handler that runs longer is reported once through `on_stuck` (Debian 12's library never
    /// notices); the program should then end, so that another member takes over.
    std::chrono::seconds stuck_after{60};
    std::function<void()> on_stuck;
    /// The group has taken away all partitions of this member: a message whose handler failed goes
    /// to another member, or is delivered again. Also called at the end, and when there were no
    /// partitions; on the handler's thread, while no handler runs.
    std::function<void()> on_revoked;
    /// The longest wait between two attempts at a message.
    std::chrono::milliseconds longest_backoff{30000};
    Hooks hooks;
    /// In one call of the handler.
    std::size_t most_messages = 200;
    /// How long the broker may wait for 64 KiB of messages before it answers a fetch. 0: it answers
    /// at the first message. A consumer whose effects are not urgent takes 100 ms, which costs the
    /// broker a fraction (ADR 0022).
    std::chrono::milliseconds gather{0};
    /// The group gives a member's partitions away after this long without a heartbeat. Shorter in
    /// tests.
    std::chrono::milliseconds session_timeout{45000};
  };
  /// INVALID_ARGUMENT / KAFKA_CONFIG when an option is refused; does not wait for brokers.
  static absl::StatusOr<std::unique_ptr<Consumer>> Start(const Options& options, Handler handler);
  virtual ~Consumer() = default;

  /// Finishes the running handler, commits, leaves the group; gives up waiting after `limit` (a
  /// handler that hangs is left behind with its thread; the process should then end). No
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
