#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/uuid.h"

#include "domain/transitions.h"
#include "usecase/ports.h"

namespace motcua::feedback {

/// How one call of a command goes down in the idempotency record.
struct Invocation {
  std::string method;
  /// SHA-256 of the request's content.
  std::string request_hash;
};

/// What the answer of a command shows: the petition as the actor may see it afterwards.
struct Outcome {
  Petition petition;
  View view = View::kWithoutSender;
  /// Of a new petition only; shown this once.
  std::string lookup_secret;
};
/// Makes the bytes of an answer; they are kept and handed out again as the same bytes.
using Encode = std::function<std::string(const Outcome&)>;

/// What every command on an existing petition says.
struct CommandHeader {
  std::string petition;
  std::int64_t expected_revision = 0;
  Actor actor;
  std::string reason;
};

/// INVALID_ARGUMENT / IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID (over 64 characters).
absl::StatusOr<CommandKey> MakeKey(const CallContext& call, const Invocation& invocation);

/// The bytes of the earlier answer; nothing if there was none; ALREADY_EXISTS /
/// IDEMPOTENCY_KEY_REUSED if it answered another request.
absl::StatusOr<std::optional<std::string>> ReplayOf(const std::optional<RecordedAnswer>& answer,
                                                    const CommandKey& key);

/// INVALID_ARGUMENT / ACTOR_INVALID; `field` is its path.
absl::Status CheckActor(const Actor& actor, const std::string& field);

absl::Status PetitionUnknown();

/// Runs a command on an existing petition: one transaction, two round trips. Finds an earlier
/// answer before anything else is looked at; then the revision, and what the command itself asks.
/// Thread-safe.
///
/// Errors: those of MakeKey, ReplayOf and CheckActor; NOT_FOUND / PETITION_UNKNOWN; ABORTED /
/// STALE_REVISION (a citizen may state 0); TEXT_TOO_LONG or TEXT_INVALID of the reason; and what
/// `decide` returns.
class PetitionCommand {
 public:
  using Decide = std::function<Transition(Petition&, const Situation&)>;

  PetitionCommand(UnitOfWork& work, const Clock& clock, IdGenerator& ids)
      : work_(work), clock_(clock), ids_(ids) {}

  absl::StatusOr<std::string> Run(const CallContext& call, const Invocation& invocation,
                                  const CommandHeader& header, const Decide& decide,
                                  const Encode& encode) const;
  /// SupplementPetition: a citizen proves the look-up secret. PERMISSION_DENIED / SECRET_MISSING,
  /// SECRET_WRONG.
  absl::StatusOr<std::string> RunSupplement(const CallContext& call, const Invocation& invocation,
                                            const CommandHeader& header, const std::string& text,
                                            const std::string& lookup_secret,
                                            const Encode& encode) const;

 private:
  UnitOfWork& work_;
  const Clock& clock_;
  IdGenerator& ids_;
};

}  // namespace motcua::feedback
