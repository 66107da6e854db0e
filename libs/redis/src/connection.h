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

/// One pipelined connection. Not thread-safe. Blocks only while opening; the caller polls `fd`.
/// After an error it can only be destroyed.
///
/// Uses hiredis in non-blocking mode with our own waiting: hiredis's blocking time-out restarts
/// with every part of a reply, so a slow server could extend it indefinitely.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Connects and, unless `greeting` is empty, sends that command and waits for its answer.
  /// UNAVAILABLE / REDIS_DOWN, also after a time-out, or the error answered. The host must be a
  /// numeric address, because a name look-up would not respect the deadline.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Address& address,
                                                          std::string_view greeting, Time deadline);

  int fd() const { return context_->fd; }

  /// False while too many bytes wait to be written.
  bool HasRoom() const { return unwritten_ < kMaxUnwritten; }
  bool WantsToWrite() const { return unwritten_ > 0; }
  absl::Status Append(std::string_view command);
  /// Writes as much as the socket accepts.
  absl::Status Write();
  /// Reads available data, at most 16 KiB; call when poll reports the socket readable.
  absl::Status Read();
  /// The next reply in the data read; null when it is not complete.
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
  /// Bytes not written yet.
  std::size_t unwritten_ = 0;
};

}  // namespace motcua::redis
