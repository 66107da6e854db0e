#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "motcua/base/actor.h"
#include "motcua/base/clock.h"
#include "motcua/dossier/dossier_state.h"

#include "domain/channel.h"
#include "domain/content.h"

namespace motcua::intake {

using dossier::NationalState;

/// Why a dossier ended otherwise than by a result; numbers of motcua.type.v1.EndReason.
enum class EndReason : int {
  kNone = 0,
  kRefused = 1,
  kClosedNoSupplement = 2,
  kClosedNoPayment = 3,
  kWithdrawn = 4,
};

/// A dossier while intake owns it, and what intake remembers of it afterwards.
struct Dossier {
  std::string id;
  std::string code;
  std::string lookup_key;
  /// SHA-256 over look-up key and secret (libs/dossier).
  std::string secret_hash;
  /// Raised by decisions of people only.
  std::int64_t revision = 0;
  /// Raised by every event; 1..n without gaps.
  std::int64_t sequence = 0;
  NationalState state = NationalState::kFiled;
  EndReason end_reason = EndReason::kNone;
  Channel channel = Channel::kUnspecified;
  DossierContent content;
  int procedure_version = 0;
  std::string rule_set;
  Instant filed_at{};
  /// Online, while it waits in state 1: when the counter is to be warned next; the early alert
  /// first, then the end of the acceptance limit (NĐ 297/2025 Đ6.4). Empty: nothing to warn of.
  std::optional<Instant> next_alert_at;
  /// End of the acceptance limit of the present wait; online only.
  std::optional<Instant> acceptance_due_at;
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  /// Of the open supplement or payment request.
  std::optional<Instant> request_due_at;
  /// What must be paid before acceptance.
  std::int64_t fee_vnd = 0;
  bool fee_paid = false;
  int supplement_requests = 0;
  /// processing owns it.
  bool accepted = false;
  /// Of the newest event: the next one is never before it.
  Instant last_occurred_at{};
};

/// When the counter is warned about a dossier that waits for acceptance, and when the limit ends.
struct AcceptanceClock {
  Instant alert_at{};
  Instant due_at{};
};

/// The deadline a counter's work list is ordered by; empty when nothing is waited for.
std::optional<Instant> DeadlineOf(const Dossier& dossier);

/// FAILED_PRECONDITION / DOSSIER_ACCEPTED once processing owns it.
absl::Status CheckOwned(const Dossier& dossier);
/// ABORTED / STALE_REVISION unless it is the revision the actor saw; 0 from a citizen, who sees no
/// form, matches any.
absl::Status CheckRevision(const Dossier& dossier, std::int64_t expected, const Actor& actor);
/// PERMISSION_DENIED / NOT_YOUR_DOSSIER unless the actor is an officer of the receiving agency.
absl::Status CheckCounter(const Dossier& dossier, const Actor& actor);

// Transitions before acceptance (domain 2.1). Each checks its own conditions and changes the
// dossier only if it succeeds; revision and sequence are raised by whoever records the event.
// FAILED_PRECONDITION / WRONG_STATE when the state does not allow it.

/// 1 -> 3.
absl::Status Refuse(Dossier& dossier);
/// 1 -> 5. SUPPLEMENT_ALREADY_REQUESTED when `most` requests were made already.
absl::Status RequestSupplement(Dossier& dossier, Instant answer_due_at, int most);
/// 5 -> 1; the sent parts replace earlier ones of the same id. The counter's time starts again.
absl::Status SendSupplement(Dossier& dossier, const std::vector<FiledPart>& parts,
                            const AcceptanceClock& clock);
/// 1 -> 6. FEE_NOT_DUE when nothing is due before acceptance, or it is paid.
absl::Status RequestPayment(Dossier& dossier, Instant answer_due_at);
/// 6 -> 1. INVALID_ARGUMENT / AMOUNT_DIFFERS. The counter's time starts again.
absl::Status ConfirmPayment(Dossier& dossier, std::int64_t amount_vnd,
                            const AcceptanceClock& clock);
/// 1, 5, 6 -> 7.
absl::Status Withdraw(Dossier& dossier);
/// 5, 6 -> 3. LIMIT_NOT_PASSED until the time allowed is over.
absl::Status Close(Dossier& dossier, Instant now);
/// 1 -> 2. FEE_UNPAID when a fee due before acceptance is open.
absl::Status Accept(Dossier& dossier, Instant received_at, std::optional<Instant> due_at);

}  // namespace motcua::intake
