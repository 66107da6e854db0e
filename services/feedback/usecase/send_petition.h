#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "usecase/command.h"

namespace motcua::feedback {

/// Takes a petition in, by whatever channel. The code is issued before the transaction and never
/// changes. Thread-safe.
///
/// Errors: those of MakeKey, ReplayOf, CheckActor and Send; INVALID_ARGUMENT / DOSSIER_UNKNOWN;
/// UNAVAILABLE when the petition names a dossier and intake cannot be asked for it.
class SendPetition {
 public:
  struct Parts {
    UnitOfWork& work;
    Reader& reader;
    SerialIssuer& serials;
    Dossiers& dossiers;
    const Clock& clock;
    IdGenerator& ids;
    /// For example H19; part of every code.
    std::string province;
  };
  explicit SendPetition(Parts parts) : parts_(std::move(parts)) {}

  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      Draft draft, const Actor& actor, const Encode& encode) const;

 private:
  absl::Status IssueCode(const CallContext& call, Petition& petition) const;

  const Parts parts_;
};

/// `PA.<province>-YYMMDD-NNNN`, the serial growing past four digits.
std::string FormatPetitionCode(const std::string& province, Instant sent, std::uint64_t serial);

}  // namespace motcua::feedback
