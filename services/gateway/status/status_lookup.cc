#include "status/status_lookup.h"

#include <algorithm>
#include <utility>

#include "motcua/base/guarded.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/dossier/lookup_secret.h"

namespace motcua::gateway {
namespace {

// An owner's answer below the floor means that the dossier has just changed owner: asking again
// reaches the new one.
constexpr int kMaxAsks = 3;
// An answer that another caller was waiting for may be older than this request; a second one is
// not.
constexpr int kAsksForSeen = 2;

absl::Status Unknown() {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
}

/// Whether the status in Redis at version `held` may be the answer; decided only here. Records the
/// version known to Redis in `floor`.
bool NotTooOld(const Version& held, StatusLookup::Floor& floor) {
  floor.told = held;
  return held >= floor.seen;
}

}  // namespace

StatusLookup::StatusLookup(StatusCache& cache, Owner& owner, TryLimiter& tries,
                           std::function<void(Source)> on_answer, int max_fills,
                           std::size_t max_local)
    : cache_(cache),
      owner_(owner),
      tries_(tries),
      on_answer_(std::move(on_answer)),
      fills_(max_fills),
      local_(max_local) {}

absl::StatusOr<std::string> StatusLookup::KeyOf(const std::string& typed_code) {
  const dossier::DossierCode code = dossier::ParseDossierCode(typed_code);
  if (!code.valid) {
    return Error(absl::StatusCode::kInvalidArgument, "CODE_IMPOSSIBLE", "invalid dossier code",
                 {{"field", "code"}, {"cause", code.reason}});
  }
  return code.key;
}

std::shared_ptr<const PublicAnswer> StatusLookup::FindLocal(const std::string& lookup_key,
                                                            const Version& not_before) {
  std::shared_ptr<const PublicAnswer> answer = local_.Get(lookup_key);
  if (answer == nullptr || answer->version < not_before) {
    return nullptr;
  }
  on_answer_(Source::kLocal);
  return answer;
}

absl::StatusOr<StatusLookup::Cached> StatusLookup::ToCached(
    const std::string& lookup_key, const Version& not_before,
    absl::StatusOr<StatusCache::FoundPublic> found) {
  Cached cached;
  cached.floor.seen = not_before;
  if (!found.ok() || !NotTooOld(found->floor, cached.floor) ||
      (found->answer == nullptr && !found->unknown)) {
    return cached;
  }
  on_answer_(Source::kRedis);
  if (found->unknown) {
    return Unknown();
  }
  cached.answer = std::move(found->answer);
  local_.Put(lookup_key, cached.answer);
  return cached;
}

void StatusLookup::FindCached(const std::string& lookup_key, const Version& not_before,
                              std::function<void(absl::StatusOr<Cached>)> done) {
  if (auto answer = FindLocal(lookup_key, not_before); answer != nullptr) {
    return done(Cached{.answer = std::move(answer), .floor = {.told = {}, .seen = not_before}});
  }
  cache_.GetPublic(lookup_key, [this, lookup_key, not_before, done = std::move(done)](
                                   absl::StatusOr<StatusCache::FoundPublic> found) {
    absl::StatusOr<Cached> cached;
    const absl::Status looked = RunGuarded([&] {
      cached = ToCached(lookup_key, not_before, std::move(found));
      return cached.status();
    });
    done(looked.ok() ? std::move(cached) : looked);
  });
}

absl::StatusOr<std::shared_ptr<const PublicAnswer>> StatusLookup::FindAtOwner(
    const CallContext& call, const std::string& lookup_key, const Floor& floor) {
  // Another caller's answer may have arrived while this one waited for its thread.
  if (auto answer = FindLocal(lookup_key, std::max(floor.told, floor.seen)); answer != nullptr) {
    return answer;
  }
  MOTCUA_ASSIGN_OR_RETURN(const StatusEntry entry, Fill(call, lookup_key, floor));
  if (entry.unknown) {
    return Unknown();
  }
  auto answer =
      std::make_shared<const PublicAnswer>(PublicAnswer{.version = entry.version,
                                                        .json = PublicJson(entry.status),
                                                        .entity_tag = ToEntityTag(entry.version)});
  local_.Put(lookup_key, answer);
  return answer;
}

absl::StatusOr<type::v1::PublicStatus> StatusLookup::Find(const CallContext& call,
                                                          const std::string& lookup_key,
                                                          const Version& not_before) {
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, FindEntry(call, lookup_key, not_before, false));
  entry.status.clear_details();
  return std::move(entry.status);
}

absl::StatusOr<StatusEntry> StatusLookup::FindWithSecret(const CallContext& call,
                                                         const std::string& lookup_key,
                                                         const std::string& typed_secret,
                                                         const Version& not_before) {
  MOTCUA_RETURN_IF_ERROR(CheckTries(tries_, lookup_key, call.caller));
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, FindEntry(call, lookup_key, not_before, true));
  if (!dossier::SecretMatches(entry.secret_hash, lookup_key, typed_secret)) {
    tries_.CountWrong(lookup_key, call.caller);
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_WRONG", "wrong look-up secret");
  }
  return entry;
}

absl::StatusOr<type::v1::PublicStatus> StatusLookup::FindForPhone(const CallContext& call,
                                                                  const std::string& lookup_key,
                                                                  const std::string& phone,
                                                                  const Version& not_before) {
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, FindEntry(call, lookup_key, not_before, true));
  const absl::StatusOr<bool> own = owner_.IsApplicantsPhone(call, lookup_key, phone);
  if (!own.ok() || !*own) {
    entry.status.clear_details();
  }
  return std::move(entry.status);
}

/// The whole entry, with the secret's hash if needed. NOT_FOUND / DOSSIER_UNKNOWN and errors of
/// `Find`.
absl::StatusOr<StatusEntry> StatusLookup::FindEntry(const CallContext& call,
                                                    const std::string& lookup_key,
                                                    const Version& not_before, bool need_secret) {
  Floor floor{.told = {}, .seen = not_before};
  absl::StatusOr<StatusCache::Found> found = cache_.Get(lookup_key);
  std::optional<StatusEntry> entry;
  if (found.ok() && NotTooOld(found->floor, floor) && found->entry.has_value() &&
      (!need_secret || found->entry->unknown || !found->entry->secret_hash.empty())) {
    on_answer_(Source::kRedis);
    entry = std::move(found->entry);
  } else {
    MOTCUA_ASSIGN_OR_RETURN(entry, Fill(call, lookup_key, floor));
  }
  if (entry->unknown) {
    return Unknown();
  }
  return *std::move(entry);
}

absl::StatusOr<StatusEntry> StatusLookup::Fill(const CallContext& call,
                                               const std::string& lookup_key, const Floor& floor) {
  for (int ask = 0; ask < kMaxAsks; ++ask) {
    MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, fills_.Do(lookup_key, call.deadline, [&] {
      return owner_.Ask(call, lookup_key);
    }));
    // Only intake knows which dossiers do not exist; a floor for a code that it denies must be an
    // error.
    if (!entry.unknown &&
        (entry.version < floor.told || (entry.version < floor.seen && ask + 1 < kAsksForSeen))) {
      continue;
    }
    on_answer_(Source::kOwner);
    const absl::StatusOr<bool> stored = cache_.PutFill(lookup_key, entry);
    if (stored.ok() && !*stored) {
      // A newer version was stored first: return that one.
      if (auto found = cache_.Get(lookup_key); found.ok() && found->entry.has_value() &&
                                               found->entry->version > entry.version &&
                                               !found->entry->secret_hash.empty()) {
        return *std::move(found->entry);
      }
    }
    return entry;
  }
  return Error(absl::StatusCode::kUnavailable, "STATUS_BUSY",
               "the dossier is being handed over to processing; try again");
}

}  // namespace motcua::gateway
