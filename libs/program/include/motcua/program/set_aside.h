#pragma once

#include <chrono>
#include <map>
#include <string>

#include "motcua/db/array.h"

namespace motcua::program {

/// Items of a shard's work that fail by themselves: left out for ten minutes, so that the others
/// get on, and tried again then. Not thread-safe.
class SetAside {
 public:
  static constexpr std::chrono::minutes kFor{10};

  void Put(const std::string& id) { until_[id] = std::chrono::steady_clock::now() + kFor; }

  /// Those that are set aside now, for a query's `<> ALL ($n::uuid[])`.
  db::Array Ids() {
    std::erase_if(until_,
                  [](const auto& each) { return each.second <= std::chrono::steady_clock::now(); });
    db::Array ids(db::Type::kUuid);
    for (const auto& [id, until] : until_) {
      ids.Text(id);
    }
    return ids;
  }

 private:
  std::map<std::string, std::chrono::steady_clock::time_point> until_;
};

}  // namespace motcua::program
