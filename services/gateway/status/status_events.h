#pragma once

#include <functional>
#include <vector>

#include <absl/status/status.h>

#include "motcua/kafka/message.h"

#include "status/status_cache.h"

namespace motcua::gateway {

/// Feeds the cache from the dossier topics of both owners. Idempotent by version, so there is no
/// cursor: repeats and re-emissions change nothing. Unreadable messages are counted and skipped,
/// since the owner is asked when the cache has no answer. Thread-safe.
class StatusEvents {
 public:
  enum class Outcome { kStored, kOlder, kUnreadable };
  StatusEvents(StatusCache& cache, std::function<void(Outcome)> on_event)
      : cache_(cache), on_event_(std::move(on_event)) {}

  /// Returns the outcome per message: an error, the same for all, only while Redis can't be
  /// written. They are then delivered again, and the cache is not trusted until they are written.
  std::vector<absl::Status> Take(const std::vector<kafka::Message>& messages);

 private:
  StatusCache& cache_;
  std::function<void(Outcome)> on_event_;
};

}  // namespace motcua::gateway
