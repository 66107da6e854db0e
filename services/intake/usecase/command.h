#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/uuid.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// What a command answers with.
struct Outcome {
  Dossier dossier;
  std::optional<Receipt> receipt;
};

/// How one call of a command goes down in the idempotency record. Its answer is kept as the bytes
/// that `encode` makes and handed out again as the same bytes.
struct Invocation {
  std::string method;
  /// SHA-256 of the request's content.
  std::string request_hash;
  std::function<std::string(const Outcome&)> encode;
};

/// What every command on an existing dossier says.
struct CommandHeader {
  std::string dossier;
  std::int64_t expected_revision = 0;
  Actor actor;
  std::string reason;
  std::string legal_ground;
};

/// INVALID_ARGUMENT / IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID (over 64 characters).
absl::StatusOr<CommandKey> MakeKey(const CallContext& call, const std::string& method,
                                   const std::string& request_hash);

/// The bytes of the earlier answer; nothing if there was none; ALREADY_EXISTS /
/// IDEMPOTENCY_KEY_REUSED if it answered another request.
absl::StatusOr<std::optional<std::string>> ReplayOf(const std::optional<RecordedAnswer>& answer,
                                                    const CommandKey& key);

/// ACTOR_INVALID; `field` is its path.
absl::Status CheckActor(const Actor& actor, const std::string& field);

/// PAPER_UNKNOWN.
absl::Status CheckPapersFound(const std::vector<std::string>& missing_papers);

/// What a command on an existing dossier decided.
struct Decision {
  EventBody event;
  std::optional<Receipt> receipt;
  std::vector<std::string> cited_papers;
};

/// What it decides on.
struct Moment {
  /// Business time, not before the dossier's last event (design rule 11).
  Instant now{};
  const Rules& rules;
};

/// Runs a command on an existing dossier: one transaction, two round trips. Finds an earlier answer
/// before anything else is looked at; then whether intake still owns the dossier, the revision, and
/// what the command itself asks. Thread-safe.
///
/// Errors: those of MakeKey, ReplayOf and CheckActor; NOT_FOUND / DOSSIER_UNKNOWN;
/// FAILED_PRECONDITION / DOSSIER_ACCEPTED; ABORTED / STALE_REVISION; INVALID_ARGUMENT /
/// REASON_TOO_LONG, PAPER_UNKNOWN; and what `decide` returns.
class DossierCommand {
 public:
  using Decide = std::function<absl::StatusOr<Decision>(const Moment&, Dossier&)>;

  DossierCommand(UnitOfWork& work, const Clock& clock, IdGenerator& ids)
      : work_(work), clock_(clock), ids_(ids) {}

  absl::StatusOr<std::string> Run(const CallContext& call, const Invocation& invocation,
                                  const CommandHeader& header, const Decide& decide,
                                  const std::vector<std::string>& papers = {}) const;

 private:
  UnitOfWork& work_;
  const Clock& clock_;
  IdGenerator& ids_;
};

/// The dossier after an event at `now`: sequence and time of the newest event raised.
void Advance(Dossier& dossier, Instant now);

/// `now`, but never before the dossier's last event.
Instant NotBefore(const Dossier& dossier, Instant now);

}  // namespace motcua::intake
