#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "status/status_entry.h"

namespace motcua::gateway {

/// What anybody may know of a dossier, rendered once.
struct CachedAnswer {
  Version version;
  /// Without details.
  type::v1::PublicStatus status;
  std::string public_json;
  std::string entity_tag;
};

/// The in-process cache before Redis: 250 ms, so that a hot code costs a hash look-up. Thread-safe;
/// bounded: a full stripe is emptied, since every entry is worthless a quarter of a second later
/// anyway.
class LocalCache {
 public:
  static constexpr std::chrono::milliseconds kLifetime{250};

  explicit LocalCache(std::size_t max_entries) : max_per_stripe_(max_entries / kStripes + 1) {}

  std::shared_ptr<const CachedAnswer> Get(const std::string& lookup_key) const;
  /// Keeps the newer of what is there and `answer`.
  void Put(const std::string& lookup_key, std::shared_ptr<const CachedAnswer> answer);

 private:
  static constexpr std::size_t kStripes = 16;
  struct Slot {
    std::shared_ptr<const CachedAnswer> answer;
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
