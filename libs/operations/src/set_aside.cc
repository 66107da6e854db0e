#include "motcua/operations/set_aside.h"

#include <algorithm>

#include "motcua/base/error.h"

namespace motcua::operations {
namespace {

// Errors without a reason get one that operators can search for.
std::string ReasonOf(const absl::Status& why) {
  const std::string reason = Reason(why);
  return reason.empty() ? absl::StatusCodeToString(why.code()) : reason;
}

}  // namespace

absl::Status SetAside::Put(const std::string& item, const absl::Status& why) {
  ItemSetAside shown;
  {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kMost && !entries_.contains(item)) {
      return why;
    }
    const Instant now = clock_.Now();
    Entry& entry = entries_[item];
    if (entry.shown.tries == 0) {
      entry.shown.item = item;
      entry.shown.since = now;
    }
    ++entry.shown.tries;
    entry.shown.reason = ReasonOf(why);
    entry.shown.message = Message(why);
    entry.shown.again_at = now + kFor;
    entry.let_through = false;
    shown = entry.shown;
  }
  if (on_put_) {
    on_put_(shown, why);
  }
  return absl::OkStatus();
}

void SetAside::Done(const std::string& item) {
  const std::lock_guard lock(mutex_);
  entries_.erase(item);
}

db::Array SetAside::Ids() {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.Now();
  db::Array ids(db::Type::kUuid);
  for (auto& [item, entry] : entries_) {
    entry.let_through = entry.shown.again_at <= now;
    if (!entry.let_through) {
      ids.Text(item);
    }
  }
  return ids;
}

void SetAside::ForgetGone() {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [](const auto& each) { return each.second.let_through; });
}

void SetAside::KeepUntried() {
  const std::lock_guard lock(mutex_);
  for (auto& [item, entry] : entries_) {
    entry.let_through = false;
  }
}

void SetAside::Clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

std::vector<ItemSetAside> SetAside::List() const {
  const std::lock_guard lock(mutex_);
  std::vector<ItemSetAside> items;
  for (const auto& [item, entry] : entries_) {
    items.push_back(entry.shown);
  }
  return items;
}

int SetAside::Retry(const std::string& item) {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.Now();
  int found = 0;
  for (auto& [id, entry] : entries_) {
    if (item.empty() || item == id) {
      entry.shown.again_at = std::min(entry.shown.again_at, now);
      ++found;
    }
  }
  return found;
}

std::size_t SetAside::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace motcua::operations
