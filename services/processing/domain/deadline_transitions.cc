#include "domain/refusal.h"

// Changes of a due date: extension, a new calendar, and the recomputation after every event.

namespace motcua::processing {

absl::StatusOr<Occurrence> Extend(Dossier& dossier, const Situation& situation,
                                  const calendar::Extension& extension,
                                  const std::string& document_number) {
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  MOTCUA_RETURN_IF_ERROR(
      CheckShortText("document_number", "DOCUMENT_NUMBER_INVALID", document_number, 64));
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  const bool involved = situation.actor.kind == ActorKind::kOfficer &&
                        (situation.actor.agency == dossier.handling_agency ||
                         situation.actor.agency == dossier.receiving_agency);
  if (!involved) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_TASK",
                 "only the handling agency or the counter may set a new appointment");
  }
  if (!dossier.due_at.has_value()) {
    return Refuse(dossier, "NO_DUE_DATE", "the procedure has no limit to extend");
  }
  // Only one new appointment (NĐ 61/2018 Đ19.9; Đồng Tháp Đ3.6).
  if (dossier.extensions >= situation.rules.max_extensions) {
    return Refuse(dossier, "ALREADY_EXTENDED",
                  "the one new appointment allowed by law has been used");
  }
  dossier.extension = extension;
  ++dossier.extensions;
  Occurrence occurrence{.type = EventType::kDueDateExtended};
  occurrence.document_number = document_number;
  occurrence.deadline_cause = DeadlineCause::kExtension;
  return occurrence;
}

absl::StatusOr<std::optional<Occurrence>> Redate(Dossier& dossier, const Situation& situation) {
  if (dossier.calendar_version == situation.calendar.version() || !dossier.running()) {
    return std::nullopt;
  }
  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate due, ComputeDue(dossier, situation.calendar));
  const std::string before = dossier.calendar_version;
  dossier.calendar_version = situation.calendar.version();
  if (due.due == dossier.due_at) {
    return std::nullopt;
  }
  Occurrence occurrence{.type = EventType::kDueDateRecomputed};
  occurrence.deadline_cause = DeadlineCause::kCalendar;
  occurrence.calendar_version_before = before;
  return occurrence;
}

absl::StatusOr<std::optional<DeadlineChange>> Settle(Dossier& dossier, const Occurrence& occurrence,
                                                     const Situation& situation,
                                                     bool decision_of_people) {
  ++dossier.sequence;
  if (decision_of_people) {
    ++dossier.revision;
  }
  dossier.last_occurred_at = situation.now;
  dossier.state = DeriveState(dossier);
  dossier.paused = dossier::IsPaused(dossier.state);
  if (!occurrence.deadline_cause.has_value()) {
    return std::nullopt;
  }
  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate due, ComputeDue(dossier, situation.calendar));
  DeadlineChange change{.cause = *occurrence.deadline_cause,
                        .due_before = dossier.due_at,
                        .due_after = due.due,
                        .calendar_version = situation.calendar.version(),
                        .legal_ground = situation.legal_ground};
  dossier.due_at = due.due;
  dossier.calendar_version = situation.calendar.version();
  return change;
}

absl::StatusOr<Decision> Decide(Dossier& dossier, const Transition& transition,
                                const Situation& situation, bool decision_of_people) {
  Decision decision;
  MOTCUA_ASSIGN_OR_RETURN(decision.occurrence, transition(dossier, situation));
  if (decision.occurrence.has_value()) {
    MOTCUA_ASSIGN_OR_RETURN(decision.deadline,
                            Settle(dossier, *decision.occurrence, situation, decision_of_people));
  }
  return decision;
}

}  // namespace motcua::processing
