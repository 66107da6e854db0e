#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/status.h>

#include "motcua/base/clock.h"
#include "motcua/db/array.h"

namespace motcua::operations {

/// An item that is set aside, as operators see it.
struct ItemSetAside {
  std::string item;
  /// Of the last error.
  std::string reason;
  std::string message;
  /// The first failure.
  Instant since;
  int tries = 0;
  Instant again_at;
};

/// Items of a shard's work that fail by themselves: each is left out for ten minutes, so that the
/// others go on, and tried again then, or as soon as an operator wants it. An item leaves when it
/// was tried again and did not fail, or when there is nothing to do about it any more.
///
/// It is kept in memory by the replica that holds the shard, and not in a table: whether an item
/// still fails is known by trying it, and whoever starts or takes the shard over tries everything
/// once. What gets lost is the count of tries. So each item is with one replica, and operators ask
/// all of them.
///
/// `clock` is the machine's, because simulated time may stand still. Thread-safe.
class SetAside {
 public:
  static constexpr std::chrono::minutes kFor{10};
  /// So many items do not fail by themselves: something that all need is broken.
  static constexpr std::size_t kMost = 1000;

  /// `on_put` is called for each failure, with the item as it is then. May be empty.
  using OnPut = std::function<void(const ItemSetAside& item, const absl::Status& why)>;
  SetAside(const Clock& clock, OnPut on_put) : clock_(clock), on_put_(std::move(on_put)) {}

  // For the work.

  /// `item` failed. Returns `why` when kMost others are set aside; it then ends the round.
  absl::Status Put(const std::string& item, const absl::Status& why);
  /// `item` did not fail.
  void Done(const std::string& item);
  /// Those to leave out now, for a query's `<> ALL ($n::uuid[])`.
  db::Array Ids();
  /// After a round that took all that was due: what Ids has let through and did not fail again has
  /// gone some other way.
  void ForgetGone();
  /// The round stops before it has tried what Ids let through; nothing of that has gone.
  void KeepUntried();
  /// The shard was lost.
  void Clear();

  // For operators.

  /// By item.
  std::vector<ItemSetAside> List() const;
  /// Lets `item` through at once, or all where it is empty. How many there are.
  int Retry(const std::string& item);
  std::size_t size() const;

 private:
  struct Entry {
    ItemSetAside shown;
    bool let_through = false;
  };

  const Clock& clock_;
  const OnPut on_put_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace motcua::operations
