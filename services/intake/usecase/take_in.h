#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/uuid.h"

#include "domain/filing.h"
#include "usecase/command.h"

namespace motcua::intake {

/// Takes a new dossier in, by whatever channel: filed online (state 1), or received at the counter
/// or by post (state 2 at once, one event). The code is issued before the transaction and never
/// changes; three round trips in all. Thread-safe.
///
/// Errors: those of MakeKey, ReplayOf, CheckActor and Admit; PAPER_UNKNOWN; FAILED_PRECONDITION /
/// CALENDAR_UNKNOWN; on receiving also INVALID_ARGUMENT / CHANNEL_INVALID, PERMISSION_DENIED /
/// NOT_YOUR_DOSSIER, FAILED_PRECONDITION / FEE_UNPAID, WORKFLOW_NOT_APPROVED.
class TakeIn {
 public:
  struct Parts {
    UnitOfWork& work;
    Reader& reader;
    SerialIssuer& serials;
    const Clock& clock;
    IdGenerator& ids;
    std::string lookup_url;
  };
  explicit TakeIn(Parts parts) : parts_(std::move(parts)) {}

  /// An online filing by a portal.
  absl::StatusOr<std::string> File(const CallContext& call, const Invocation& invocation,
                                   const DossierContent& content, const Actor& actor) const;

  /// A dossier that a clerk has in hand. `fee_taken`: the fee due before acceptance was paid there.
  absl::StatusOr<std::string> Receive(const CallContext& call, const Invocation& invocation,
                                      const DossierContent& content, Channel channel,
                                      const Actor& actor, bool fee_taken) const;

 private:
  /// Turns the admitted dossier into what shall be written; sees the rules of the moment.
  using Begin = std::function<absl::StatusOr<Decision>(const Rules&, Dossier&)>;
  absl::StatusOr<std::string> Run(const CallContext& call, const Invocation& invocation,
                                  const DossierContent& content, Channel channel,
                                  const Actor& actor, const Begin& begin) const;
  absl::StatusOr<Dossier> MakeDossier(const CallContext& call, const Admission& admission,
                                      Channel channel, Instant now) const;

  const Parts parts_;
};

}  // namespace motcua::intake
