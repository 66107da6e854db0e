#include "status/status_cache.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "motcua/base/failpoint.h"
#include "motcua/base/guarded.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::gateway {

// Seven of ARGV per key: version, status, secret hash, time to live in ms, "fill" or "event", "1"
// for unknown, public answer. Returns a digit per key: 1 if it was written.
const char* const kPutScript = R"lua(
local written = {}
for i, key in ipairs(KEYS) do
  local at = (i - 1) * 7
  local version, status, secret_hash = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local held = redis.call('HMGET', key, 'v', 'd', 'n', 'j')
  local rendered = held[1] and held[4] and string.sub(held[4], 1, #held[1]) == held[1]
  local whole = held[3] or (held[2] and rendered)
  if held[1] and (held[1] > version or (held[1] == version and whole)) then
    written[i] = '0'
  else
    redis.call('HSET', key, 'v', version)
    if ARGV[at + 6] == '1' then
      redis.call('HSET', key, 'n', '1')
    elseif ARGV[at + 5] == 'fill' or held[2] then
      redis.call('HSET', key, 'd', status, 'j', ARGV[at + 7])
      redis.call('HDEL', key, 'n')
      if secret_hash ~= '' then
        redis.call('HSET', key, 's', secret_hash)
      end
    else
      redis.call('HDEL', key, 'n')
    end
    redis.call('PEXPIRE', key, ARGV[at + 4])
    written[i] = '1'
  end
end
return table.concat(written)
)lua";

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kOpenLifetime = 10min;
constexpr std::chrono::milliseconds kEndedLifetime = 60min;
constexpr std::chrono::milliseconds kUnknownLifetime = 30s;
constexpr std::chrono::milliseconds kBetweenWrites = 25ms;

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

bool StatusCache::Trusted(const std::string& lookup_key, Time now) const {
  return now >= distrusted_until_ && !missed_.contains(lookup_key) &&
         std::all_of(missed_.begin(), missed_.end(),
                     [&](const auto& missed) { return now - missed.second.since <= kMayLag; });
}

/// After Redis did not answer for `span`: its content lacks the events that consumers could not
/// write.
void StatusCache::DistrustFor(std::chrono::steady_clock::duration span, Time now) {
  if (span > kMayLag) {
    distrusted_until_ = std::max(distrusted_until_, now + (span > kCatchUp ? kDistrust : span));
  }
}

void StatusCache::EndSilence(Time now) {
  if (silent_since_.has_value()) {
    DistrustFor(now - *silent_since_, now);
    silent_since_.reset();
  }
}

absl::StatusOr<std::vector<bool>> StatusCache::Put(const std::vector<Told>& entries,
                                                   const char* how) {
  MOTCUA_FAILPOINT("gateway.before_cache_write");
  std::vector<std::string> keys;
  std::vector<std::string> arguments;
  for (const auto& [lookup_key, entry] : entries) {
    const std::string version = ToSortableText(entry.version);
    keys.push_back(CacheKey(lookup_key));
    arguments.insert(arguments.end(),
                     {version, entry.status.SerializeAsString(), entry.secret_hash,
                      std::to_string(Lifetime(lookup_key, entry).count()), how,
                      entry.unknown ? "1" : "0", version + PublicJson(entry.status)});
  }
  MOTCUA_ASSIGN_OR_RETURN(const redis::Reply reply, redis_.Script(kPutScript, keys, arguments));
  MOTCUA_FAILPOINT("gateway.after_cache_write");
  if (reply.text.size() != entries.size()) {
    return Error(absl::StatusCode::kInternal, "CACHE_CORRUPT", "unexpected answer of the script");
  }
  std::vector<bool> written;
  for (const char digit : reply.text) {
    written.push_back(digit == '1');
  }
  return written;
}

/// OK when Redis's reply for this key may be trusted.
absl::Status StatusCache::CheckTrusted(const std::string& lookup_key, const absl::Status& reply) {
  const Time now = timing_.now();
  const std::lock_guard lock(mutex_);
  if (!reply.ok()) {
    silent_since_ = silent_since_.value_or(now);
    return reply;
  }
  EndSilence(now);
  if (!Trusted(lookup_key, now)) {
    return Error(absl::StatusCode::kUnavailable, "CACHE_NOT_TRUSTED",
                 "the cache may have missed events");
  }
  return absl::OkStatus();
}

absl::StatusOr<StatusCache::Found> StatusCache::Get(const std::string& lookup_key) {
  const absl::StatusOr<redis::Reply> reply =
      redis_.Command({"HMGET", CacheKey(lookup_key), "v", "d", "s", "n"});
  MOTCUA_RETURN_IF_ERROR(CheckTrusted(lookup_key, reply.status()));
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

absl::StatusOr<StatusCache::FoundPublic> StatusCache::TakePublic(
    const std::string& lookup_key, const absl::StatusOr<redis::Reply>& reply) {
  absl::StatusOr<FoundPublic> found;
  const absl::Status taken = RunGuarded([&] {
    MOTCUA_RETURN_IF_ERROR(CheckTrusted(lookup_key, reply.status()));
    found = ReadPublic(*reply);
    return found.status();
  });
  if (!taken.ok()) {
    return taken;
  }
  return found;
}

void StatusCache::GetPublic(const std::string& lookup_key,
                            std::function<void(absl::StatusOr<FoundPublic>)> done) {
  redis_.Send(
      {"HMGET", CacheKey(lookup_key), "v", "j", "n"},
      [this, lookup_key, done = std::move(done)](const absl::StatusOr<redis::Reply>& reply) {
        done(TakePublic(lookup_key, reply));
      });
}

absl::StatusOr<bool> StatusCache::PutFill(const std::string& lookup_key, const StatusEntry& entry) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<bool> written, Put({{lookup_key, entry}}, "fill"));
  return written.front();
}

absl::StatusOr<std::vector<bool>> StatusCache::PutEvents(const std::vector<Told>& events) {
  const Time give_up = timing_.now() + kPersistence;
  for (;;) {
    absl::StatusOr<std::vector<bool>> stored = Put(events, "event");
    for (const Told& told : events) {
      if (stored.ok()) {
        NoteWritten(told.lookup_key, told.entry.version);
      } else {
        NoteMissed(told.lookup_key, told.entry.version);
      }
    }
    if (stored.ok() || timing_.now() >= give_up) {
      return stored;
    }
    timing_.pause(kBetweenWrites);
  }
}

absl::StatusOr<bool> StatusCache::PutEvent(const std::string& lookup_key,
                                           const StatusEntry& entry) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<bool> written, PutEvents({{lookup_key, entry}}));
  return written.front();
}

void StatusCache::NoteMissed(const std::string& lookup_key, const Version& version) {
  const Time now = timing_.now();
  const std::lock_guard lock(mutex_);
  Missed& missed = missed_.try_emplace(lookup_key, Missed{version, now}).first->second;
  missed.version = std::max(missed.version, version);
}

void StatusCache::NoteWritten(const std::string& lookup_key, const Version& version) {
  const Time now = timing_.now();
  const std::lock_guard lock(mutex_);
  EndSilence(now);
  // An older event of the same dossier, from the other topic, does not make up for a missed one.
  if (const auto missed = missed_.find(lookup_key);
      missed != missed_.end() && version >= missed->second.version) {
    DistrustFor(now - missed->second.since, now);  // later events waited as long
    missed_.erase(missed);
  }
}

void StatusCache::EventsGoElsewhere() {
  const Time now = timing_.now();
  const std::lock_guard lock(mutex_);
  if (!missed_.empty()) {
    distrusted_until_ = std::max(distrusted_until_, now + kDistrust);
    missed_.clear();
  }
}

}  // namespace motcua::gateway
