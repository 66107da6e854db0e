#include "status/local_cache.h"

#include <functional>
#include <utility>

namespace motcua::gateway {

LocalCache::Stripe& LocalCache::StripeOf(const std::string& lookup_key) const {
  return stripes_[std::hash<std::string>()(lookup_key) % kStripes];
}

std::shared_ptr<const PublicAnswer> LocalCache::Get(const std::string& lookup_key) const {
  const Stripe& stripe = StripeOf(lookup_key);
  const std::lock_guard lock(stripe.mutex);
  const auto found = stripe.slots.find(lookup_key);
  if (found == stripe.slots.end() || found->second.expires <= std::chrono::steady_clock::now()) {
    return nullptr;
  }
  return found->second.answer;
}

void LocalCache::Put(const std::string& lookup_key, std::shared_ptr<const PublicAnswer> answer) {
  const auto now = std::chrono::steady_clock::now();
  Stripe& stripe = StripeOf(lookup_key);
  const std::lock_guard lock(stripe.mutex);
  if (stripe.slots.size() >= max_per_stripe_) {
    stripe.slots.clear();
  }
  Slot& slot = stripe.slots[lookup_key];
  const bool newer_there =
      slot.answer != nullptr && slot.expires > now && slot.answer->version > answer->version;
  if (!newer_there) {
    slot = {.answer = std::move(answer), .expires = now + kLifetime};
  }
}

}  // namespace motcua::gateway
