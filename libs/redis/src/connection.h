#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "address.h"
#include "reply.h"

namespace motcua::redis {

/// One connection. Not thread-safe. After an error of `Exchange` it is good for nothing but
/// destruction: the reply of the command may still come.
///
/// It is hiredis's non-blocking form with our own waiting: its blocking time-out counts anew with
/// every piece of a reply, so a slow server could stretch it without end.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// UNAVAILABLE / REDIS_DOWN or DEADLINE_EXCEEDED / REDIS_TIMEOUT. A host name is looked up
  /// outside the deadline.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Address& address, Time deadline);

  /// Sends one command and waits for its reply.
  absl::StatusOr<OwnedReply> Exchange(const std::vector<std::string>& arguments, Time deadline);

  /// False when the server has closed it, or sent what nobody asked for, while it lay idle.
  bool Idle() const;

 private:
  struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  explicit Connection(redisContext* context) : context_(context) {}
  absl::Status FinishConnecting(Time deadline);

  std::unique_ptr<redisContext, FreeContext> context_;
};

}  // namespace motcua::redis
