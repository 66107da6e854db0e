#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/status_macros.h"
#include "motcua/db/connection.h"

namespace motcua::catalogue {

/// The rules of one replica as one snapshot, read from the database again whenever their version
/// has risen. The version comes with every command's first round trip, so unchanged rules cost
/// nothing and changed ones are never overlooked. Thread-safe.
template <typename Rules>
class VersionedCache {
 public:
  using Execute =
      std::function<absl::StatusOr<std::vector<db::Result>>(std::vector<db::Query> queries)>;
  using Read = absl::StatusOr<std::shared_ptr<const Rules>> (*)(const Execute& execute);

  explicit VersionedCache(Read read) : read_(read) {}

  /// The rules of `version` or of a newer one. Reads them with `execute`, over the caller's own
  /// connection, if they are not cached: a command that holds a connection never waits for a
  /// second one. If reading fails, the error is returned and nothing is cached.
  absl::StatusOr<std::shared_ptr<const Rules>> Get(std::int64_t version, const Execute& execute) {
    {
      const std::lock_guard lock(mutex_);
      if (rules_ != nullptr && version_ >= version) {
        return rules_;
      }
    }
    // The tables are read after the version, so they are of that version or newer. Labelled with
    // the older one, they are read once more at worst.
    MOTCUA_ASSIGN_OR_RETURN(std::shared_ptr<const Rules> loaded, read_(execute));
    const std::lock_guard lock(mutex_);
    if (version > version_) {
      version_ = version;
      rules_ = loaded;
    }
    return loaded;
  }

 private:
  const Read read_;
  std::mutex mutex_;
  std::int64_t version_ = 0;
  std::shared_ptr<const Rules> rules_;
};

}  // namespace motcua::catalogue
