#include "status/try_limiter.h"

#include <charconv>

namespace motcua::gateway {
namespace {

std::string TriesKey(const std::string& lookup_key) {
  return "motcua:tries:" + lookup_key;
}

// Counts and, at the first wrong try, starts the hour, in one step, so that every counter expires.
constexpr char kCountScript[] = R"lua(
local wrong = redis.call('INCR', KEYS[1])
if wrong == 1 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
end
return wrong
)lua";

}  // namespace

bool TryLimiter::Exhausted(const std::string& lookup_key) {
  int wrong = 0;
  if (const auto reply = redis_.Command({"GET", TriesKey(lookup_key)}); reply.ok()) {
    std::from_chars(reply->text.data(), reply->text.data() + reply->text.size(), wrong);
  }
  // Adds both counts: an outage of Redis during some of the tries must not allow more.
  const std::lock_guard lock(mutex_);
  const auto found = local_.find(lookup_key);
  if (found != local_.end() && found->second.until > std::chrono::steady_clock::now()) {
    wrong += found->second.wrong;
  }
  return wrong >= kMaxTries;
}

void TryLimiter::CountWrong(const std::string& lookup_key) {
  const auto seconds = std::chrono::seconds(kWindow).count();
  const auto counted =
      redis_.Script(kCountScript, {TriesKey(lookup_key)}, {std::to_string(seconds)});
  if (counted.ok()) {
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  if (local_.size() >= kMaxLocal) {
    std::erase_if(local_, [&](const auto& item) { return item.second.until <= now; });
  }
  if (local_.size() >= kMaxLocal && !local_.contains(lookup_key)) {
    local_.erase(local_.begin());
  }
  Local& local = local_[lookup_key];
  if (local.until <= now) {
    local = {.wrong = 0, .until = now + kWindow};
  }
  ++local.wrong;
}

}  // namespace motcua::gateway
