#include "motcua/outbox/pending_age.h"

namespace motcua::outbox {

std::chrono::steady_clock::duration PendingAge::Observe(const Pending& pending,
                                                        std::chrono::steady_clock::time_point now) {
  if (pending.events == 0) {
    readings_.clear();
    return {};
  }
  while (!readings_.empty() && readings_.front().last_id < pending.first_id) {
    readings_.pop_front();
  }
  if (readings_.empty() ||
      (readings_.back().last_id < pending.last_id && readings_.size() < kMostReadings)) {
    readings_.push_back({pending.last_id, now});
  }
  return now - readings_.front().at;
}

}  // namespace motcua::outbox
