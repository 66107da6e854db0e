#include "admission.h"

namespace motcua::http {

std::optional<Admission::Ticket> Admission::Enter(std::uint64_t subnet) {
  const std::lock_guard lock(mutex_);
  if (open_ >= max_total_) {
    return std::nullopt;
  }
  if (max_per_subnet_ > 0) {
    std::size_t& count = by_subnet_[subnet];  // never stays 0: Leave erases it
    if (count >= max_per_subnet_) {
      return std::nullopt;
    }
    ++count;
  }
  ++open_;
  return Ticket(this, subnet);
}

void Admission::Leave(std::uint64_t subnet) {
  const std::lock_guard lock(mutex_);
  if (max_per_subnet_ > 0) {
    if (const auto it = by_subnet_.find(subnet); it != by_subnet_.end() && --it->second == 0) {
      by_subnet_.erase(it);
    }
  }
  if (--open_ == 0) {
    empty_.notify_all();
  }
}

std::size_t Admission::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

bool Admission::WaitUntilEmpty(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return empty_.wait_until(lock, deadline, [&] { return open_ == 0; });
}

}  // namespace motcua::http
