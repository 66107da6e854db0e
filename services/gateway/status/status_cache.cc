#include "status/status_cache.h"

#include <functional>
#include <utility>

#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::gateway {

// ARGV: version, status, secret hash, time to live in ms, "fill" or "event", "1" for unknown.
const char* const kPutScript = R"lua(
local held = redis.call('HMGET', KEYS[1], 'v', 'd', 'n')
local version, has_status = held[1], (held[2] or held[3]) and true or false
if version and (version > ARGV[1] or (version == ARGV[1] and has_status)) then
  return 0
end
redis.call('HSET', KEYS[1], 'v', ARGV[1])
if ARGV[6] == '1' then
  redis.call('HSET', KEYS[1], 'n', '1')
elseif ARGV[5] == 'fill' or held[2] then
  redis.call('HSET', KEYS[1], 'd', ARGV[2])
  redis.call('HDEL', KEYS[1], 'n')
  if ARGV[3] ~= '' then
    redis.call('HSET', KEYS[1], 's', ARGV[3])
  end
else
  redis.call('HDEL', KEYS[1], 'n')
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
)lua";

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kOpenLifetime = 10min;
constexpr std::chrono::milliseconds kEndedLifetime = 60min;
constexpr std::chrono::milliseconds kUnknownLifetime = 30s;

std::string CacheKey(const std::string& lookup_key) {
  return "motcua:status:" + lookup_key;
}

std::vector<std::string> GetCommand(const std::string& lookup_key) {
  return {"HMGET", CacheKey(lookup_key), "v", "d", "s", "n"};
}

/// Time to live with ±10 % spread by key, so that keys filled together don't expire together
/// (R2.4).
std::chrono::milliseconds Lifetime(const std::string& lookup_key, const StatusEntry& entry) {
  if (entry.unknown) {
    return kUnknownLifetime;
  }
  const auto state = dossier::NationalStateFromNumber(entry.status.state());
  const auto base = state.ok() && dossier::IsEnded(*state) ? kEndedLifetime : kOpenLifetime;
  const auto spread = static_cast<std::int64_t>(std::hash<std::string>()(lookup_key) % 201) - 100;
  return base + base * spread / 1000;
}

}  // namespace

bool StatusCache::Trusted() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  if (now < distrusted_until_.load()) {
    return false;
  }
  const std::lock_guard lock(mutex_);
  return missed_.empty();
}

void StatusCache::NoteFailure() {
  if (redis_.breaker_open()) {
    distrusted_until_.store(
        (std::chrono::steady_clock::now() + kDistrust).time_since_epoch().count());
  }
}

absl::StatusOr<bool> StatusCache::Put(const std::string& lookup_key, const StatusEntry& entry,
                                      const char* how) {
  MOTCUA_FAILPOINT("gateway.before_cache_write");
  const absl::StatusOr<redis::Reply> reply = redis_.Script(
      kPutScript, {CacheKey(lookup_key)},
      {ToSortableText(entry.version), entry.status.SerializeAsString(), entry.secret_hash,
       std::to_string(Lifetime(lookup_key, entry).count()), how, entry.unknown ? "1" : "0"});
  if (!reply.ok()) {
    NoteFailure();
    return reply.status();
  }
  MOTCUA_FAILPOINT("gateway.after_cache_write");
  return reply->integer == 1;
}

absl::StatusOr<StatusCache::Found> StatusCache::Get(const std::string& lookup_key) {
  return Read(redis_.Command(GetCommand(lookup_key)));
}

void StatusCache::Get(const std::string& lookup_key,
                      std::function<void(absl::StatusOr<Found>)> done) {
  redis_.Send(GetCommand(lookup_key),
              [this, done = std::move(done)](const absl::StatusOr<redis::Reply>& reply) {
                done(Read(reply));
              });
}

absl::StatusOr<StatusCache::Found> StatusCache::Read(const absl::StatusOr<redis::Reply>& reply) {
  if (!reply.ok()) {
    NoteFailure();
    return reply.status();
  }
  if (!Trusted()) {
    return Error(absl::StatusCode::kUnavailable, "CACHE_NOT_TRUSTED",
                 "the cache may have missed events");
  }
  const auto& items = reply->items;
  Found found;
  if (items.size() != 4 || !items[0].has_value()) {
    return found;
  }
  MOTCUA_ASSIGN_OR_RETURN(found.floor, FromSortableText(*items[0]));
  StatusEntry entry;
  entry.version = found.floor;
  entry.unknown = items[3].has_value();
  if (!entry.unknown) {
    if (!items[1].has_value()) {
      return found;
    }
    if (!entry.status.ParseFromString(*items[1])) {
      return Error(absl::StatusCode::kInternal, "CACHE_CORRUPT", "a cached status can't be read");
    }
    entry.secret_hash = items[2].value_or("");
  }
  found.entry = std::move(entry);
  return found;
}

absl::StatusOr<bool> StatusCache::PutFill(const std::string& lookup_key, const StatusEntry& entry) {
  return Put(lookup_key, entry, "fill");
}

absl::StatusOr<bool> StatusCache::PutEvent(const std::string& lookup_key,
                                           const StatusEntry& entry) {
  absl::StatusOr<bool> stored = Put(lookup_key, entry, "event");
  const std::lock_guard lock(mutex_);
  if (stored.ok()) {
    missed_.erase(lookup_key);
  } else {
    missed_.insert(lookup_key);
  }
  return stored;
}

}  // namespace motcua::gateway
