#include "status/single_flight.h"

#include <algorithm>

#include "motcua/base/error.h"
#include "motcua/base/guarded.h"

namespace motcua::gateway {

absl::StatusOr<StatusEntry> SingleFlight::Do(const std::string& key,
                                             std::chrono::steady_clock::time_point deadline,
                                             const Fill& fill) {
  std::unique_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (const auto found = flights_.find(key);
      found != flights_.end() && now - found->second->began < kJoinable) {
    const std::shared_ptr<Flight> flight = found->second;
    if (!changed_.wait_until(lock, deadline, [&] { return flight->done; })) {
      return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
                   "the owner did not answer in time");
    }
    return flight->result;
  }
  if (!changed_.wait_until(lock, std::min(deadline, now + kPatience), [&] { return free_ > 0; })) {
    return Error(absl::StatusCode::kUnavailable, "STATUS_BUSY",
                 "too many look-ups at once; try again shortly");
  }
  --free_;
  const auto flight = std::make_shared<Flight>();
  flight->began = std::chrono::steady_clock::now();
  flights_[key] = flight;
  lock.unlock();

  // Whatever happens, the place is released and all waiters are answered.
  absl::StatusOr<StatusEntry> result;
  if (const absl::Status filled = RunGuarded([&] {
        result = fill();
        return result.status();
      });
      !filled.ok()) {
    result = filled;
  }

  lock.lock();
  flight->result = result;
  flight->done = true;
  ++free_;
  // A slow fill may have been overtaken by a newer one of the same key.
  if (const auto found = flights_.find(key); found != flights_.end() && found->second == flight) {
    flights_.erase(found);
  }
  lock.unlock();
  changed_.notify_all();
  return result;
}

}  // namespace motcua::gateway
