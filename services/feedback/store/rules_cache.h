#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/connection.h"

#include "domain/rules.h"

namespace motcua::feedback {

/// The rules of one replica, read from the database again whenever their version has risen. The
/// version comes with every command's first round trip, so unchanged rules cost nothing and changed
/// ones are never overlooked. Thread-safe.
class RulesCache {
 public:
  using Execute =
      std::function<absl::StatusOr<std::vector<db::Result>>(std::vector<db::Query> queries)>;

  /// The rules of `version` or of a newer one. Reads them with `execute`, over the caller's own
  /// connection, when they are not at hand: a command that holds a connection never waits for a
  /// second one. INTERNAL / RULES_UNREADABLE when a stored document is not of its type.
  absl::StatusOr<std::shared_ptr<const Rules>> Get(std::int64_t version, const Execute& execute);

 private:
  std::mutex mutex_;
  std::int64_t version_ = 0;
  std::shared_ptr<const Rules> rules_;
};

}  // namespace motcua::feedback
