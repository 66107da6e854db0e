#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/actor.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/working_calendar.h"

#include "domain/deadline.h"
#include "domain/dossier.h"
#include "domain/rule_set.h"
#include "domain/workflow.h"

namespace motcua::processing {

/// The rows of the national transition table (domain 2.1) after acceptance. Each function checks,
/// changes `dossier` and returns what happened, or refuses with a stable reason and leaves
/// `dossier` in an unspecified state that the caller discards. Pure: time, ids and rules come from
/// `Situation`. `Decide` calls one of them and computes the consequences.

/// The inputs of a decision in addition to the dossier.
struct Situation {
  Actor actor;
  std::string reason;
  std::string legal_ground;
  Instant now{};
  const Workflow& workflow;
  const RuleSet& rules;
  const calendar::WorkingCalendar& calendar;
  IdGenerator& ids;
};

enum class EventType {
  kForwarded,
  kTransferred,
  kRecalled,
  kSupplementRequested,
  kSupplementSent,
  kSupplementConfirmed,
  kPaymentRequested,
  kPaymentConfirmed,
  kStopped,
  kResumed,
  kWithdrawn,
  kReturned,
  kFinished,
  kResultTransferred,
  kResultConfirmed,
  kHandedOver,
  kDueDateExtended,
  kDueDateRecomputed,
};

/// What happened, in addition to the facts in every event.
struct Occurrence {
  EventType type = EventType::kForwarded;
  std::string task_id;
  std::string request_id;
  std::string from_agency;
  std::vector<std::string> to_agencies;
  std::vector<std::string> items_vi;
  std::optional<Instant> answer_due_at;
  std::int64_t amount_vnd = 0;
  std::string payment_reference;
  std::string result_number;
  std::string document_number;
  /// Set when the clock changed, so that the due date is recomputed and a ledger row written.
  std::optional<DeadlineCause> deadline_cause;
  std::string calendar_version_before;
};

/// Opens the first stage of a dossier just accepted.
absl::Status OpenDossier(Dossier& dossier, const Situation& situation);

absl::StatusOr<Occurrence> Forward(Dossier& dossier, const Situation& situation,
                                   const std::string& task_id);
absl::StatusOr<Occurrence> Transfer(Dossier& dossier, const Situation& situation,
                                    const std::string& task_id, const std::string& to_agency,
                                    const std::string& to_officer);
absl::StatusOr<Occurrence> Recall(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> RequestSupplement(Dossier& dossier, const Situation& situation,
                                             const std::string& task_id,
                                             const std::vector<std::string>& items_vi);
absl::StatusOr<Occurrence> SendSupplement(Dossier& dossier, const Situation& situation,
                                          const std::string& request_id,
                                          const std::vector<std::string>& paper_ids);
absl::StatusOr<Occurrence> ConfirmSupplement(Dossier& dossier, const Situation& situation,
                                             const std::string& request_id);
absl::StatusOr<Occurrence> CloseWithoutSupplement(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> RequestPayment(Dossier& dossier, const Situation& situation,
                                          const std::string& task_id, std::int64_t amount_vnd);
absl::StatusOr<Occurrence> ConfirmPayment(Dossier& dossier, const Situation& situation,
                                          const std::string& request_id, std::int64_t amount_vnd,
                                          const std::string& payment_reference);
absl::StatusOr<Occurrence> StopAtRequest(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> Resume(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> Withdraw(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> ReturnUnqualified(Dossier& dossier, const Situation& situation,
                                             const std::string& task_id);
absl::StatusOr<Occurrence> Finish(Dossier& dossier, const Situation& situation,
                                  const std::string& task_id, const std::string& result_number);
absl::StatusOr<Occurrence> TransferResult(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> ConfirmResult(Dossier& dossier, const Situation& situation);
absl::StatusOr<Occurrence> HandOver(Dossier& dossier, const Situation& situation,
                                    const std::string& proof);
absl::StatusOr<Occurrence> Extend(Dossier& dossier, const Situation& situation,
                                  const calendar::Extension& extension,
                                  const std::string& document_number);
/// Re-dates an open dossier by the calendar in force (design rule 12). Empty when the date does not
/// change (the dossier then only records the version), or when the dossier has ended in the
/// meantime.
absl::StatusOr<std::optional<Occurrence>> Redate(Dossier& dossier, const Situation& situation);

/// Recomputes state and due date, and increases sequence (always) and revision (for a decision of
/// people). Returns the ledger row when the due date was recomputed.
absl::StatusOr<std::optional<DeadlineChange>> Settle(Dossier& dossier, const Occurrence& occurrence,
                                                     const Situation& situation,
                                                     bool decision_of_people);

/// One of the functions above with its arguments bound. If it returns no occurrence, there is no
/// event and only the state is stored.
using Transition =
    std::function<absl::StatusOr<std::optional<Occurrence>>(Dossier&, const Situation&)>;

/// The result of a transition.
struct Decision {
  std::optional<Occurrence> occurrence;
  /// Set when the due date was recomputed.
  std::optional<DeadlineChange> deadline;
};

/// Runs the transition and its consequences. Decisions of programs do not change the revision, so
/// that a clerk's open form stays valid.
absl::StatusOr<Decision> Decide(Dossier& dossier, const Transition& transition,
                                const Situation& situation, bool decision_of_people);

/// The model of dossiers for libs/command.
struct DossierModel {
  using Aggregate = Dossier;
  using Request = Transition;
  using Decision = processing::Decision;
  struct Surroundings {};
};

}  // namespace motcua::processing
