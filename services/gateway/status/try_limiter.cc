#include "status/try_limiter.h"

#include <algorithm>
#include <array>

#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>

#include "motcua/base/error.h"
#include "motcua/base/sha256.h"

namespace motcua::gateway {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

// Counts and, at the first wrong try, starts the hour, in one step, so that every counter expires.
constexpr char kCountScript[] = R"lua(
for _, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then
    redis.call('EXPIRE', key, ARGV[1])
  end
end
return 'counted'
)lua";

// For each key the wrong tries and the seconds until they are forgotten.
constexpr char kReadScript[] = R"lua(
local read = {}
for _, key in ipairs(KEYS) do
  read[#read + 1] = redis.call('GET', key) or '0'
  read[#read + 1] = tostring(math.max(redis.call('TTL', key), 0))
end
return table.concat(read, ' ')
)lua";

/// A counter and the tries it allows.
struct Limit {
  std::string key;
  int most = 0;
};

/// An address is personal data, so it is not written as it is.
std::array<Limit, 2> LimitsOf(const std::string& lookup_key, const std::string& asker) {
  const std::string of_all = "motcua:tries:" + lookup_key;
  return {
      {{of_all + ":" + Sha256Hex(lookup_key + ' ' + asker).substr(0, 32), TryLimiter::kMaxTries},
       {of_all, TryLimiter::kMaxTriesOfAll}}};
}

}  // namespace

std::optional<seconds> TryLimiter::MustWait(const std::string& lookup_key,
                                            const std::string& asker) {
  const std::array<Limit, 2> limits = LimitsOf(lookup_key, asker);
  std::vector<std::string> read;
  if (const auto reply = redis_.Script(kReadScript, {limits[0].key, limits[1].key}, {});
      reply.ok()) {
    read = absl::StrSplit(reply->text, ' ');
  }
  if (read.size() != 2 * limits.size()) {
    read.assign(2 * limits.size(), "0");
  }
  std::optional<seconds> wait;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    int wrong = 0;
    int left = 0;
    if (!absl::SimpleAtoi(read[2 * i], &wrong) || !absl::SimpleAtoi(read[2 * i + 1], &left)) {
      wrong = left = 0;
    }
    // Adds both counts: an outage of Redis during some of the tries must not allow more.
    const Local here = CountedHere(limits[i].key);
    if (wrong + here.wrong >= limits[i].most) {
      const seconds left_here = here.wrong > 0
                                    ? std::chrono::ceil<seconds>(here.until - steady_clock::now())
                                    : seconds(0);
      wait = std::max({wait.value_or(seconds(1)), seconds(left), left_here});
    }
  }
  return wait;
}

TryLimiter::Local TryLimiter::CountedHere(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = local_.find(key);
  return found != local_.end() && found->second.until > steady_clock::now() ? found->second
                                                                            : Local();
}

void TryLimiter::CountHere(const std::string& key) {
  const auto now = steady_clock::now();
  const std::lock_guard lock(mutex_);
  if (local_.size() >= kMaxLocal) {
    std::erase_if(local_, [&](const auto& item) { return item.second.until <= now; });
  }
  if (local_.size() >= kMaxLocal && !local_.contains(key)) {
    local_.erase(local_.begin());
  }
  Local& local = local_[key];
  if (local.until <= now) {
    local = {.wrong = 0, .until = now + kWindow};
  }
  ++local.wrong;
}

void TryLimiter::CountWrong(const std::string& lookup_key, const std::string& asker) {
  const std::array<Limit, 2> limits = LimitsOf(lookup_key, asker);
  const auto counted = redis_.Script(kCountScript, {limits[0].key, limits[1].key},
                                     {std::to_string(seconds(kWindow).count())});
  if (!counted.ok()) {
    CountHere(limits[0].key);
    CountHere(limits[1].key);
  }
}

absl::Status CheckTries(TryLimiter& tries, const std::string& lookup_key,
                        const std::string& asker) {
  const std::optional<seconds> wait = tries.MustWait(lookup_key, asker);
  return wait.has_value() ? Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_TRIES",
                                  "too many wrong secrets for this code; try again later",
                                  {{"retry_after_seconds", std::to_string(wait->count())}})
                          : absl::OkStatus();
}

}  // namespace motcua::gateway
