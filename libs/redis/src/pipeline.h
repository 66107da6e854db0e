#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/circuit_breaker.h"
#include "motcua/redis/client.h"

#include "address.h"
#include "command.h"
#include "command_queue.h"
#include "connection.h"
#include "resolver.h"

namespace motcua::redis {

/// The commands of one client on one connection, served by one thread. Thread-safe.
///
/// Replies, and to within microseconds also time-outs, come in the order of the commands, so only
/// the first command in flight has to be watched.
class Pipeline {
 public:
  Pipeline(const Client::Options& options, Address address);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// `done` is called once: on the pipeline's thread, or immediately if the command is refused.
  void Submit(const std::vector<std::string>& arguments, Client::Done done);
  bool breaker_open() const { return breaker_.open(); }
  bool InItsThread() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  using Time = std::chrono::steady_clock::time_point;

  void Run();
  // The steps of one iteration of the thread.
  bool WaitForReplies();
  void TakeReplies();
  void BreakIfLate();
  void HeedBreaker();
  void Connect();
  absl::StatusOr<std::unique_ptr<Connection>> OpenConnection(Time deadline);
  void SendWaiting();

  absl::Status ReadReplies();
  void BreakConnection(const absl::Status& why);
  void End(Command command, absl::StatusOr<Reply> result);
  void EndAll(std::deque<Command>& commands, const absl::Status& why);

  const Client::Options options_;
  const Address address_;
  /// AUTH, or empty.
  const std::optional<WireCommand> greeting_;
  /// Number of commands in the queue, waiting and in flight.
  std::atomic<std::size_t> commands_{0};
  CircuitBreaker breaker_;
  CommandQueue queue_;

  // Used by the thread only:
  Resolver resolver_;
  std::unique_ptr<Connection> connection_;
  std::deque<Command> waiting_;    // until the connection has room
  std::deque<Command> in_flight_;  // passed to the connection, in the order of their replies

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace motcua::redis
