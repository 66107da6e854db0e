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
  if (answer == nullptr || answer->entry.version < not_before) {
    return nullptr;
  }
  on_answer_(Source::kLocal);
  return answer;
}

absl::StatusOr<std::shared_ptr<const CachedAnswer>> StatusLookup::Find(
    const CallContext& call, const std::string& lookup_key, const Version& not_before) {
  if (auto answer = FindLocal(lookup_key, not_before); answer != nullptr) {
    return answer;
  }
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, Fetch(call, lookup_key, not_before, false));
  if (entry.unknown) {
    return Unknown();
  }
  type::v1::PublicStatus shown = entry.status;
  shown.clear_details();
  auto answer = std::make_shared<CachedAnswer>();
  answer->public_json = render_(shown);
  answer->entity_tag = ToEntityTag(entry.version);
  answer->entry = std::move(entry);
  local_.Put(lookup_key, answer);
  return std::shared_ptr<const CachedAnswer>(std::move(answer));
}

absl::StatusOr<StatusEntry> StatusLookup::FindWithSecret(const CallContext& call,
                                                         const std::string& lookup_key,
                                                         const std::string& typed_secret,
                                                         const Version& not_before) {
  if (tries_.Exhausted(lookup_key)) {
    return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_TRIES",
                 "too many wrong secrets for this code: try again in an hour");
  }
  MOTCUA_ASSIGN_OR_RETURN(StatusEntry entry, Fetch(call, lookup_key, not_before, true));
  if (entry.unknown) {
    return Unknown();
  }
  if (!dossier::SecretMatches(entry.secret_hash, lookup_key, typed_secret)) {
    tries_.CountWrong(lookup_key);
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_WRONG",
                 "the look-up secret is not that of the receipt");
  }
  return entry;
}

absl::StatusOr<StatusEntry> StatusLookup::Fetch(const CallContext& call,
                                                const std::string& lookup_key,
                                                const Version& not_before, bool need_secret) {
  Version floor = not_before;
  if (auto found = cache_.Get(lookup_key); found.ok()) {
    floor = std::max(floor, found->floor);
    const bool whole = found->entry.has_value() && (!need_secret || found->entry->unknown ||
                                                    !found->entry->secret_hash.empty());
    if (whole && found->entry->version >= not_before) {
      on_answer_(Source::kRedis);
      return *std::move(found->entry);
    }
  }
  return Fill(call, lookup_key, floor);
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
