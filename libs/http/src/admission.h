#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace motcua::http {

/// Counts open connections, in total and per subnet, and refuses those over the limit. Thread-safe.
/// Must outlive its tickets.
class Admission {
 public:
  Admission(std::size_t max_total, std::size_t max_per_subnet)
      : max_total_(max_total), max_per_subnet_(max_per_subnet) {}

  /// One admitted connection; leaves on destruction.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept
        : admission_(std::exchange(other.admission_, nullptr)), subnet_(other.subnet_) {}
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket() {
      if (admission_ != nullptr) {
        admission_->Leave(subnet_);
      }
    }

   private:
    friend class Admission;
    Ticket(Admission* admission, std::uint64_t subnet) : admission_(admission), subnet_(subnet) {}
    Admission* admission_;
    std::uint64_t subnet_;
  };

  std::optional<Ticket> Enter(std::uint64_t subnet);
  std::size_t open() const;
  /// False when connections remain at the deadline.
  bool WaitUntilEmpty(std::chrono::steady_clock::time_point deadline);

 private:
  void Leave(std::uint64_t subnet);

  const std::size_t max_total_;
  const std::size_t max_per_subnet_;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::size_t open_ = 0;
  std::unordered_map<std::uint64_t, std::size_t> by_subnet_;
};

}  // namespace motcua::http
