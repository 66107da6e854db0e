#include "status/status_lookup.h"

#include <algorithm>
#include <utility>

#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/dossier/lookup_secret.h"

namespace motcua::gateway {
namespace {

// An owner's answer below the floor means that the owner has just changed hands: asking again sees
// the new one.
constexpr int kMaxAsks = 3;

absl::Status Unknown() {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN",
               "there is no dossier with this code");
}

}  // namespace

StatusLookup::StatusLookup(StatusCache& cache, Owner& owner, TryLimiter& tries, Render render,
                           std::function<void(Source)> on_answer, int max_fills,
                           std::size_t max_local)
    : cache_(cache),
      owner_(owner),
      tries_(tries),
      render_(std::move(render)),
      on_answer_(std::move(on_answer)),
      fills_(max_fills),
      local_(max_local) {}

absl::StatusOr<std::string> StatusLookup::KeyOf(const std::string& typed_code) {
  const dossier::DossierCode code = dossier::ParseDossierCode(typed_code);
  if (!code.valid) {
    return Error(absl::StatusCode::kInvalidArgument, "CODE_IMPOSSIBLE",
                 "this is not a dossier code", {{"field", "code"}, {"cause", code.reason}});
  }
  return code.key;
}

std::shared_ptr<const CachedAnswer> StatusLookup::FindLocal(const std::string& lookup_key,
                                                            const Version& not_before) {
  std::shared_ptr<const CachedAnswer> answer = local_.Get(lookup_key);
  if (answer == nullptr || answer->version < not_before) {
    return nullptr;
  }
  on_answer_(Source::kLocal);
  return answer;
}

/// Whether what Redis holds may be given as the answer: the one place where that is decided.
/// `floor`, the least version that the asker takes, rises to the least that an owner may answer.
std::optional<StatusEntry> StatusLookup::GoodEnough(absl::StatusOr<StatusCache::Found> found,
                                                    bool need_secret, Version& floor) {
  if (!found.ok()) {
    return std::nullopt;
  }
  const Version not_before = std::exchange(floor, std::max(floor, found->floor));
  std::optional<StatusEntry>& entry = found->entry;
  if (!entry.has_value() || entry->version < not_before ||
      (need_secret && !entry->unknown && entry->secret_hash.empty())) {
    return std::nullopt;
  }
  on_answer_(Source::kRedis);
  return std::move(entry);
}

absl::StatusOr<StatusLookup::Cached> StatusLookup::ToCached(
    const std::string& lookup_key, const Version& not_before,
    absl::StatusOr<StatusCache::Found> found) {
  Cached cached;
  cached.floor = not_before;
  if (auto entry = GoodEnough(std::move(found), false, cached.floor); entry.has_value()) {
    MOTCUA_ASSIGN_OR_RETURN(cached.answer, ToAnswer(lookup_key, *std::move(entry)));
  }
  return cached;
}

absl::StatusOr<std::shared_ptr<const CachedAnswer>> StatusLookup::ToAnswer(
    const std::string& lookup_key, StatusEntry entry) {
  if (entry.unknown) {
    return Unknown();
  }
  auto answer = std::make_shared<CachedAnswer>();
  answer->version = entry.version;
  answer->status = std::move(entry.status);
  answer->status.clear_details();
  answer->public_json = render_(answer->status);
  answer->entity_tag = ToEntityTag(answer->version);
  local_.Put(lookup_key, answer);
  return std::shared_ptr<const CachedAnswer>(std::move(answer));
}

void StatusLookup::FindCached(const std::string& lookup_key, const Version& not_before,
                              std::function<void(absl::StatusOr<Cached>)> done) {
  if (auto answer = FindLocal(lookup_key, not_before); answer != nullptr) {
    return done(Cached{.answer = std::move(answer), .floor = not_before});
  }
  cache_.Get(lookup_key, [this, lookup_key, not_before,
                          done = std::move(done)](absl::StatusOr<StatusCache::Found> found) {
    done(ToCached(lookup_key, not_before, std::move(found)));
  });
}

absl::StatusOr<std::shared_ptr<const CachedAnswer>> StatusLookup::FindAtOwner(
    const CallContext& call, const std::string& lookup_key, const Version& floor) {
  // Somebody else's answer may have come while this one waited for its thread.
  if (auto answer = FindLocal(lookup_key, floor); answer != nullptr) {
    return answer;
  }
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, Fill(call, lookup_key, floor));
  return ToAnswer(lookup_key, std::move(entry));
}

absl::StatusOr<std::shared_ptr<const CachedAnswer>> StatusLookup::Find(
    const CallContext& call, const std::string& lookup_key, const Version& not_before) {
  if (auto answer = FindLocal(lookup_key, not_before); answer != nullptr) {
    return answer;
  }
  MOTCUA_ASSIGN_OR_RETURN(Cached cached, ToCached(lookup_key, not_before, cache_.Get(lookup_key)));
  if (cached.answer != nullptr) {
    return std::move(cached.answer);
  }
  return FindAtOwner(call, lookup_key, cached.floor);
}

absl::StatusOr<StatusEntry> StatusLookup::FindWithSecret(const CallContext& call,
                                                         const std::string& lookup_key,
                                                         const std::string& typed_secret,
                                                         const Version& not_before) {
  if (tries_.Exhausted(lookup_key)) {
    return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_TRIES",
                 "too many wrong secrets for this code: try again in an hour");
  }
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, FindWhole(call, lookup_key, not_before));
  if (!dossier::SecretMatches(entry.secret_hash, lookup_key, typed_secret)) {
    tries_.CountWrong(lookup_key);
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_WRONG",
                 "the look-up secret is not that of the receipt");
  }
  return entry;
}

absl::StatusOr<type::v1::PublicStatus> StatusLookup::FindForPhone(const CallContext& call,
                                                                  const std::string& lookup_key,
                                                                  const std::string& phone,
                                                                  const Version& not_before) {
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, FindWhole(call, lookup_key, not_before));
  const absl::StatusOr<bool> own = owner_.IsApplicantsPhone(call, lookup_key, phone);
  if (!own.ok() || !*own) {
    entry.status.clear_details();
  }
  return std::move(entry.status);
}

/// With the details and the secret's hash. NOT_FOUND / DOSSIER_UNKNOWN and errors of `Find`.
absl::StatusOr<StatusEntry> StatusLookup::FindWhole(const CallContext& call,
                                                    const std::string& lookup_key,
                                                    const Version& not_before) {
  Version floor = not_before;
  std::optional<StatusEntry> held = GoodEnough(cache_.Get(lookup_key), true, floor);
  if (!held.has_value()) {
    MOTCUA_ASSIGN_OR_RETURN(held, Fill(call, lookup_key, floor));
  }
  if (held->unknown) {
    return Unknown();
  }
  return *std::move(held);
}

absl::StatusOr<StatusEntry> StatusLookup::Fill(const CallContext& call,
                                               const std::string& lookup_key,
                                               const Version& floor) {
  for (int ask = 0; ask < kMaxAsks; ++ask) {
    MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, fills_.Do(lookup_key, call.deadline, [&] {
      return owner_.Ask(call, lookup_key);
    }));
    // Intake alone knows what does not exist; a floor of a code it denies can only be somebody's
    // mistake.
    if (!entry.unknown && entry.version < floor) {
      continue;
    }
    on_answer_(Source::kOwner);
    const absl::StatusOr<bool> stored = cache_.PutFill(lookup_key, entry);
    if (stored.ok() && !*stored) {
      // Something newer got there first: give that one.
      if (auto found = cache_.Get(lookup_key); found.ok() && found->entry.has_value() &&
                                               found->entry->version > entry.version &&
                                               !found->entry->secret_hash.empty()) {
        return *std::move(found->entry);
      }
    }
    return entry;
  }
  return Error(absl::StatusCode::kUnavailable, "STATUS_BUSY",
               "the dossier is just changing hands: try again");
}

}  // namespace motcua::gateway
