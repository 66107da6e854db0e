#pragma once

#include <functional>
#include <string>

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

  /// An error only while Redis can't be written: the message comes again, and until then the cache
  /// is not trusted.
  absl::Status Take(const kafka::Message& message);

 private:
  StatusCache& cache_;
  std::function<void(Outcome)> on_event_;
};

}  // namespace motcua::gateway
