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

/// What may happen to a dossier up to its acceptance (domain 2.1). Each function checks, changes
/// `dossier` and says what happened, or refuses with a stable reason and leaves `dossier` in an
/// unspecified state that the caller throws away. Pure: time and rules come in by `Situation`.
///
/// FAILED_PRECONDITION / WRONG_STATE when the state does not allow it; PERMISSION_DENIED /
/// NOT_YOUR_DOSSIER for what only officers of the receiving agency decide.

/// Everything a decision depends on beside the dossier.
struct Situation {
  Actor actor;
  std::string reason;
  Instant now{};
  const Rules& rules;
};

/// What a transition came to.
struct Decision {
  EventBody event;
  /// Without code and secret: those of a new dossier are drawn after the decision.
  std::optional<Receipt> receipt;
  std::vector<std::string> cited_papers;
  /// Of a new dossier: shown to the filer and never to anybody else but the receiving agency.
  std::string lookup_secret;
};

// New dossiers: `dossier` comes empty.

/// An online filing: state 1. Errors: those of Admit; FAILED_PRECONDITION / CALENDAR_UNKNOWN.
absl::StatusOr<Decision> FileOnline(Dossier& dossier, const Situation& situation,
                                    const DossierContent& content);
/// A dossier that a clerk has in hand: state 2 at once. `fee_taken`: what is due before acceptance
/// was paid there. Errors: those of Admit; INVALID_ARGUMENT / CHANNEL_INVALID; FAILED_PRECONDITION
/// / FEE_UNPAID, WORKFLOW_NOT_APPROVED, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> Receive(Dossier& dossier, const Situation& situation,
                                 const DossierContent& content, Channel channel, bool fee_taken);

/// 1 -> 2, with due date and receipt; processing's from then on. FEE_UNPAID, WORKFLOW_NOT_APPROVED,
/// CALENDAR_UNKNOWN.
absl::StatusOr<Decision> Accept(Dossier& dossier, const Situation& situation);
/// 1 -> 3 (form 03). REASON_MISSING.
absl::StatusOr<Decision> Refuse(Dossier& dossier, const Situation& situation);
/// 1 -> 5: everything missing, at once (form 02). ITEMS_MISSING, ITEM_INVALID,
/// SUPPLEMENT_ALREADY_REQUESTED, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> RequestSupplement(Dossier& dossier, const Situation& situation,
                                           const std::vector<std::string>& items_vi);
/// 5 -> 1; the sent parts replace earlier ones of the same id, and the counter's time starts again.
/// SUPPLEMENT_EMPTY, PART_UNKNOWN, PART_DUPLICATE, those of CheckParts, CALENDAR_UNKNOWN.
absl::StatusOr<Decision> SendSupplement(Dossier& dossier, const Situation& situation,
                                        const std::vector<FiledPart>& parts);
/// 1 -> 6. FEE_NOT_DUE when nothing is due before acceptance, or it is paid; CALENDAR_UNKNOWN.
absl::StatusOr<Decision> RequestPayment(Dossier& dossier, const Situation& situation);
/// 6 -> 1; the counter's time starts again. PAYMENT_REFERENCE_INVALID, AMOUNT_DIFFERS,
/// CALENDAR_UNKNOWN.
absl::StatusOr<Decision> ConfirmPayment(Dossier& dossier, const Situation& situation,
                                        std::int64_t amount_vnd,
                                        const std::string& payment_reference);
/// 1, 5, 6 -> 7.
absl::StatusOr<Decision> Withdraw(Dossier& dossier, const Situation& situation);
/// 5, 6 -> 3 when the applicant's time is over; also for programs of the system. LIMIT_NOT_PASSED.
absl::StatusOr<Decision> Close(Dossier& dossier, const Situation& situation);

/// Warns of an online dossier that nobody answered: once when the early alert is due and once when
/// the acceptance limit has passed (NĐ 297/2025 Đ6.4). FAILED_PRECONDITION / ALERT_NOT_DUE when
/// there is nothing to warn of, or somebody has answered meanwhile.
absl::StatusOr<Decision> RaiseAlert(Dossier& dossier, const Situation& situation);

/// One of the functions above with its own arguments.
using Transition = std::function<absl::StatusOr<Decision>(Dossier&, const Situation&)>;

/// The transition and what follows from it: the sequence rises with every event, the revision with
/// decisions of people only, so that no clerk's open form is spoiled by an alert.
absl::StatusOr<Decision> Decide(Dossier& dossier, const Transition& transition,
                                const Situation& situation, bool decision_of_people);

/// A dossier as libs/command knows kinds of aggregates.
struct DossierModel {
  using Aggregate = Dossier;
  struct Request {
    Transition transition;
    /// Uploaded papers that the transition cites: they must exist (PAPER_UNKNOWN).
    std::vector<std::string> papers;
  };
  using Decision = intake::Decision;
  struct Surroundings {
    std::shared_ptr<const Rules> rules;
    /// Of the papers that the commands cite: those that were never uploaded.
    std::set<std::string> missing_papers;
  };
};

}  // namespace motcua::intake
