#pragma once

#include <functional>
#include <vector>

#include <absl/status/status.h>

#include "motcua/kafka/message.h"

#include "status/status_cache.h"

namespace motcua::gateway {

/// Feeds the cache from the dossier topics of both owners. Idempotent by version, so there is no
/// cursor: repeats and re-emissions change nothing. What can't be read is counted and skipped,
/// since the owner is asked anyway when the cache has no answer. Thread-safe.
class StatusEvents {
 public:
  enum class Outcome { kStored, kOlder, kUnreadable };
  StatusEvents(StatusCache& cache, std::function<void(Outcome)> on_event)
      : cache_(cache), on_event_(std::move(on_event)) {}

  /// How each of them ended: an error, the same for all, only while Redis can't be written. They
  /// come again then, and until they do the cache is not trusted.
  std::vector<absl::Status> Take(const std::vector<kafka::Message>& messages);

 private:
  StatusCache& cache_;
  std::function<void(Outcome)> on_event_;
};

}  // namespace motcua::gateway
