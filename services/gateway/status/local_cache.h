#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "status/public_answer.h"

namespace motcua::gateway {

/// The in-process cache before Redis: 250 ms, so that a hot code costs a hash look-up. Thread-safe;
/// bounded: a full stripe is cleared, since its entries would expire within 250 ms anyway.
class LocalCache {
 public:
  static constexpr std::chrono::milliseconds kLifetime{250};

  explicit LocalCache(std::size_t max_entries) : max_per_stripe_(max_entries / kStripes + 1) {}

  std::shared_ptr<const PublicAnswer> Get(const std::string& lookup_key) const;
  /// Keeps the newer of the present entry and `answer`.
  void Put(const std::string& lookup_key, std::shared_ptr<const PublicAnswer> answer);

 private:
  static constexpr std::size_t kStripes = 16;
  struct Slot {
    std::shared_ptr<const PublicAnswer> answer;
    std::chrono::steady_clock::time_point expires;
  };
  struct Stripe {
    mutable std::mutex mutex;
    std::unordered_map<std::string, Slot> slots;
  };
  Stripe& StripeOf(const std::string& lookup_key) const;

  std::size_t max_per_stripe_;
  mutable std::array<Stripe, kStripes> stripes_;
};

}  // namespace motcua::gateway
