#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/actor.h"

#include "domain/dossier.h"
#include "domain/event.h"
#include "domain/receipt.h"
#include "domain/rules.h"

namespace motcua::intake {

/// The transitions of a dossier up to its acceptance (domain 2.1). Each function checks, changes
/// `dossier` and returns what happened, or refuses with a stable reason and leaves `dossier` in an
/// unspecified state that the caller discards. Pure: time and rules come from `Situation`.
///
/// FAILED_PRECONDITION / WRONG_STATE when the state does not allow it; PERMISSION_DENIED /
/// NOT_YOUR_DOSSIER for decisions reserved to officers of the receiving agency.

/// The inputs of a decision in addition to the dossier.
struct Situation {
  Actor actor;
  std::string reason;
  Instant now{};
  const Rules& rules;
};

/// The result of a transition.
struct Decision {
  EventBody event;
  /// Without code and secret; those of a new dossier are drawn after the decision.
  std::optional<Receipt> receipt;
  std::vector<std::string> cited_papers;
  /// For a new dossier; shown only to the filer and the receiving agency.
  std::string lookup_secret;
};

// New dossiers: `dossier` is passed in empty.

/// An online filing: state 1. Errors: those of Admit; FAILED_PRECONDITION / CALENDAR_UNKNOWN.
absl::StatusOr<Decision> FileOnline(Dossier& dossier, const Situation& situation,
                                    const DossierContent& content);
/// A dossier received by a clerk: state 2 at once. `fee_taken`: the fee due before acceptance was
/// paid there. Errors: those of Admit; INVALID_ARGUMENT / CHANNEL_INVALID; FAILED_PRECONDITION /
/// FEE_UNPAID, WORKFLOW_NOT_APPROVED, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> Receive(Dossier& dossier, const Situation& situation,
                                 const DossierContent& content, Channel channel, bool fee_taken);

/// 1 -> 2, with due date and receipt; processing then owns it. FEE_UNPAID, WORKFLOW_NOT_APPROVED,
/// CALENDAR_UNKNOWN.
absl::StatusOr<Decision> Accept(Dossier& dossier, const Situation& situation);
/// 1 -> 3 (form 03). REASON_MISSING.
absl::StatusOr<Decision> Refuse(Dossier& dossier, const Situation& situation);
/// 1 -> 5: requests everything missing in one supplement (form 02). ITEMS_MISSING, TOO_MANY_ITEMS,
/// ITEM_INVALID, SUPPLEMENT_ALREADY_REQUESTED, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> RequestSupplement(Dossier& dossier, const Situation& situation,
                                           const std::vector<std::string>& items_vi);
/// 5 -> 1; the sent parts replace earlier ones of the same id, and the counter's time limit
/// restarts. SUPPLEMENT_EMPTY, PART_UNKNOWN, PART_DUPLICATE, those of CheckParts, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> SendSupplement(Dossier& dossier, const Situation& situation,
                                        const std::vector<FiledPart>& parts);
/// 1 -> 6. FEE_NOT_DUE when no fee is due before acceptance, or it is already paid;
/// CALENDAR_UNKNOWN.
absl::StatusOr<Decision> RequestPayment(Dossier& dossier, const Situation& situation);
/// 6 -> 1; the counter's time limit restarts. REQUEST_UNKNOWN for any `request_id`, because the one
/// request before acceptance has none; PAYMENT_REFERENCE_INVALID, AMOUNT_DIFFERS, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> ConfirmPayment(Dossier& dossier, const Situation& situation,
                                        const std::string& request_id, std::int64_t amount_vnd,
                                        const std::string& payment_reference);
/// 1, 5, 6 -> 7.
absl::StatusOr<Decision> Withdraw(Dossier& dossier, const Situation& situation);
/// 5, 6 -> 3 after the applicant's deadline; programs of the system may also do this.
/// LIMIT_NOT_PASSED.
absl::StatusOr<Decision> Close(Dossier& dossier, const Situation& situation);

/// Raises an alert about an unanswered online dossier: once when the early alert is due and once
/// when the acceptance limit has passed (NĐ 297/2025 Đ6.4). FAILED_PRECONDITION / ALERT_NOT_DUE
/// when no alert is due, or the dossier was answered in the meantime.
absl::StatusOr<Decision> RaiseAlert(Dossier& dossier, const Situation& situation);

/// One of the functions above with its arguments bound.
using Transition = std::function<absl::StatusOr<Decision>(Dossier&, const Situation&)>;

/// Runs the transition and its consequences: the sequence increases with every event, the revision
/// only with decisions of people, so that an alert does not invalidate a clerk's open form.
absl::StatusOr<Decision> Decide(Dossier& dossier, const Transition& transition,
                                const Situation& situation, bool decision_of_people);

/// The model of dossiers for libs/command.
struct DossierModel {
  using Aggregate = Dossier;
  struct Request {
    Transition transition;
    /// Uploaded papers that the transition refers to; they must exist (PAPER_UNKNOWN).
    std::vector<std::string> papers;
  };
  using Decision = intake::Decision;
  struct Surroundings {
    std::shared_ptr<const Rules> rules;
    /// Papers that the commands refer to but that were never uploaded.
    std::set<std::string> missing_papers;
  };
};

}  // namespace motcua::intake
