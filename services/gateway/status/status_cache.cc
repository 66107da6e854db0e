#include "status/status_cache.h"

#include <functional>
#include <utility>

#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::gateway {

// ARGV: version, status, secret hash, time to live in ms, "fill" or "event", "1" for unknown,
// public answer.
const char* const kPutScript = R"lua(
local held = redis.call('HMGET', KEYS[1], 'v', 'd', 'n', 'j')
local version = held[1]
local rendered = version and held[4] and string.sub(held[4], 1, #version) == version
local whole = held[3] or (held[2] and rendered)
if version and (version > ARGV[1] or (version == ARGV[1] and whole)) then
  return 0
end
redis.call('HSET', KEYS[1], 'v', ARGV[1])
if ARGV[6] == '1' then
  redis.call('HSET', KEYS[1], 'n', '1')
elseif ARGV[5] == 'fill' or held[2] then
  redis.call('HSET', KEYS[1], 'd', ARGV[2], 'j', ARGV[7])
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

absl::StatusOr<StatusCache::FoundPublic> ReadPublic(const redis::Reply& reply) {
  const auto& items = reply.items;
  StatusCache::FoundPublic found;
  if (items.size() != 3 || !items[0].has_value()) {
    return found;
  }
  const std::string& version = *items[0];
  MOTCUA_ASSIGN_OR_RETURN(found.floor, FromSortableText(version));
  found.unknown = items[2].has_value();
  if (!found.unknown && items[1].has_value() && items[1]->starts_with(version)) {
    found.answer =
        std::make_shared<const PublicAnswer>(PublicAnswer{.version = found.floor,
                                                          .json = items[1]->substr(version.size()),
                                                          .entity_tag = ToEntityTag(found.floor)});
  }
  return found;
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
  const std::string version = ToSortableText(entry.version);
  const absl::StatusOr<redis::Reply> reply =
      redis_.Script(kPutScript, {CacheKey(lookup_key)},
                    {version, entry.status.SerializeAsString(), entry.secret_hash,
                     std::to_string(Lifetime(lookup_key, entry).count()), how,
                     entry.unknown ? "1" : "0", version + PublicJson(entry.status)});
  if (!reply.ok()) {
    NoteFailure();
    return reply.status();
  }
  MOTCUA_FAILPOINT("gateway.after_cache_write");
  return reply->integer == 1;
}

/// OK when what Redis replied may be believed.
absl::Status StatusCache::CheckTrusted(const absl::Status& reply) {
  if (!reply.ok()) {
    NoteFailure();
    return reply;
  }
  if (!Trusted()) {
    return Error(absl::StatusCode::kUnavailable, "CACHE_NOT_TRUSTED",
                 "the cache may have missed events");
  }
  return absl::OkStatus();
}

absl::StatusOr<StatusCache::Found> StatusCache::Get(const std::string& lookup_key) {
  const absl::StatusOr<redis::Reply> reply =
      redis_.Command({"HMGET", CacheKey(lookup_key), "v", "d", "s", "n"});
  MOTCUA_RETURN_IF_ERROR(CheckTrusted(reply.status()));
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

void StatusCache::GetPublic(const std::string& lookup_key,
                            std::function<void(absl::StatusOr<FoundPublic>)> done) {
  redis_.Send({"HMGET", CacheKey(lookup_key), "v", "j", "n"},
              [this, done = std::move(done)](const absl::StatusOr<redis::Reply>& reply) {
                const absl::Status trusted = CheckTrusted(reply.status());
                done(trusted.ok() ? ReadPublic(*reply) : trusted);
              });
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
