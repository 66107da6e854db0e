#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "address.h"
#include "reply.h"

namespace motcua::redis {

/// One pipelined connection. Not thread-safe, and blocking only while it opens: the caller polls
/// `fd`. After an error it is good for nothing but destruction.
///
/// It is hiredis's non-blocking form with our own waiting: its blocking time-out counts anew with
/// every piece of a reply, so a slow server could stretch it without end.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Connects and, unless `greeting` is empty, has that command answered. UNAVAILABLE / REDIS_DOWN,
  /// also when the time is over, or the error that was the answer. The host is a numeric address:
  /// a name would be looked up outside the deadline.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Address& address,
                                                          std::string_view greeting, Time deadline);

  int fd() const { return context_->fd; }

  /// False while so much waits to be written that more would only pile up.
  bool HasRoom() const { return unwritten_ < kMaxUnwritten; }
  bool WantsToWrite() const { return unwritten_ > 0; }
  absl::Status Append(std::string_view command);
  /// Writes what the socket takes.
  absl::Status Write();
  /// Reads what is there, at most 16 KiB, when poll says that there is something.
  absl::Status Read();
  /// The next reply of what was read; null when it is not complete.
  absl::StatusOr<OwnedReply> NextReply();

 private:
  static constexpr std::size_t kMaxUnwritten = 64 * 1024;
  struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  explicit Connection(redisContext* context) : context_(context) {}
  absl::Status FinishConnecting(Time deadline);
  absl::StatusOr<OwnedReply> Exchange(std::string_view command, Time deadline);
  absl::Status WaitFor(short events, Time deadline) const;

  std::unique_ptr<redisContext, FreeContext> context_;
  /// Bytes appended since all had been written.
  std::size_t unwritten_ = 0;
};

}  // namespace motcua::redis
