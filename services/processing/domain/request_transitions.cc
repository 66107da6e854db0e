#include <algorithm>

#include "motcua/dossier/supplement_items.h"

#include "domain/refusal.h"

// Requests to the applicant: papers and money.

namespace motcua::processing {
namespace {

constexpr std::size_t kMaxPapers = 50;
constexpr std::int64_t kMaxAmountVnd = 1'000'000'000'000;

/// End of the n-th working day, the day of the notice not counted (law-2025 4, "Close, 15 WD").
absl::StatusOr<Instant> AnswerDue(const Situation& situation, int working_days) {
  const calendar::DueInput input{.received = situation.now,
                                 .limit = {.value = working_days,
                                           .unit = calendar::LimitUnit::kWorkingDay,
                                           .convention = calendar::Convention::kEndOfDay},
                                 .pauses = {},
                                 .extension = {}};
  MOTCUA_ASSIGN_OR_RETURN(const calendar::DueDate due,
                          calendar::ComputeDueDate(situation.calendar, input));
  return *due.due;
}

/// The open request selected by the caller: by id, or the only open one of that kind.
absl::StatusOr<Request*> RequireOpenRequest(Dossier& dossier, RequestKind kind,
                                            const std::string& request_id) {
  if (!request_id.empty()) {
    Request* const request = dossier.FindRequest(request_id);
    if (request == nullptr || request->kind != kind) {
      return FieldError("request_id", "REQUEST_UNKNOWN", "the dossier has no such request");
    }
    if (!request->open()) {
      return Refuse(dossier, "REQUEST_CLOSED", "the request has already been answered");
    }
    return request;
  }
  Request* only = nullptr;
  for (Request& request : dossier.requests) {
    if (request.kind == kind && request.open()) {
      if (only != nullptr) {
        return FieldError("request_id", "REQUEST_AMBIGUOUS", "several requests are open; name one");
      }
      only = &request;
    }
  }
  if (only == nullptr) {
    return Refuse(dossier, "WRONG_STATE", "no request of this kind is open");
  }
  return only;
}

absl::StatusOr<Task*> RequireTaskThatMayAsk(Dossier& dossier, const Situation& situation,
                                            const std::string& task_id) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_ASSIGN_OR_RETURN(Task* const task, RequireOwnTask(dossier, situation, task_id));
  if (task->kind != StepKind::kProcessing) {
    return Refuse(dossier, "WRONG_STATE", "the dossier is still at the counter: forward it first");
  }
  if (Waits(dossier, *task)) {
    return Refuse(dossier, "TASK_WAITS", "a request of this task to the applicant is still open");
  }
  return task;
}

absl::StatusOr<Request> MakeRequest(const Situation& situation, const Task& task, RequestKind kind,
                                    int days) {
  Request request;
  request.id = situation.ids.NewId();
  request.task_id = task.id;
  request.agency = task.agency;
  request.kind = kind;
  request.opened_at = situation.now;
  MOTCUA_ASSIGN_OR_RETURN(request.answer_due_at, AnswerDue(situation, days));
  return request;
}

}  // namespace

absl::StatusOr<Occurrence> RequestSupplement(Dossier& dossier, const Situation& situation,
                                             const std::string& task_id,
                                             const std::vector<std::string>& items_vi) {
  MOTCUA_RETURN_IF_ERROR(dossier::CheckSupplementItems(items_vi));
  MOTCUA_RETURN_IF_ERROR(RequireReason(situation));
  MOTCUA_ASSIGN_OR_RETURN(Task* const task, RequireTaskThatMayAsk(dossier, situation, task_id));
  // One complete request (NĐ 118/2025 Đ11), counted per agency, because agencies working in
  // parallel do not know each other's requests.
  const auto asked = std::ranges::count_if(dossier.requests, [&](const Request& r) {
    return r.kind == RequestKind::kSupplement && r.agency == task->agency;
  });
  if (asked >= situation.rules.max_supplement_requests) {
    return Refuse(dossier, "SUPPLEMENT_ALREADY_REQUESTED",
                  "the supplement requests allowed by law have been used");
  }
  MOTCUA_ASSIGN_OR_RETURN(Request request, MakeRequest(situation, *task, RequestKind::kSupplement,
                                                       situation.rules.supplement_limit_days));
  request.items_vi = items_vi;
  task->acted = true;

  Occurrence occurrence{.type = EventType::kSupplementRequested};
  occurrence.task_id = task->id;
  occurrence.request_id = request.id;
  occurrence.items_vi = items_vi;
  occurrence.answer_due_at = request.answer_due_at;
  dossier.requests.push_back(std::move(request));
  return occurrence;
}

absl::StatusOr<Occurrence> SendSupplement(Dossier& dossier, const Situation& situation,
                                          const std::string& request_id,
                                          const std::vector<std::string>& paper_ids) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_ASSIGN_OR_RETURN(Request* const request,
                          RequireOpenRequest(dossier, RequestKind::kSupplement, request_id));
  if (paper_ids.size() > kMaxPapers) {
    return FieldError("paper_ids", "TOO_MANY_PAPERS", "at most 50 papers");
  }
  if (request->sent_at.has_value()) {
    return Refuse(dossier, "SUPPLEMENT_ALREADY_SENT",
                  "these papers have been received and are being checked");
  }
  // It ends the applicant's wait, so nothing must not count as something.
  if (paper_ids.empty()) {
    return FieldError("paper_ids", "SUPPLEMENT_EMPTY", "a supplement must have at least one paper");
  }
  request->sent_at = situation.now;
  request->paper_ids = paper_ids;
  Occurrence occurrence{.type = EventType::kSupplementSent};
  occurrence.request_id = request->id;
  return occurrence;
}

absl::StatusOr<Occurrence> ConfirmSupplement(Dossier& dossier, const Situation& situation,
                                             const std::string& request_id) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  MOTCUA_ASSIGN_OR_RETURN(Request* const request,
                          RequireOpenRequest(dossier, RequestKind::kSupplement, request_id));
  // Papers brought to the counter count from now, papers sent earlier from when they were sent,
  // because the counter's checking time is not part of the applicant's wait.
  request->wait_ended_at = request->sent_at.value_or(situation.now);
  request->closed_at = situation.now;
  Occurrence occurrence{.type = EventType::kSupplementConfirmed};
  occurrence.request_id = request->id;
  occurrence.task_id = request->task_id;
  occurrence.deadline_cause = DeadlineCause::kSupplement;
  return occurrence;
}

absl::StatusOr<Occurrence> CloseWithoutSupplement(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_RETURN_IF_ERROR(RequireCounter(dossier, situation));
  MOTCUA_ASSIGN_OR_RETURN(Request* const request,
                          RequireOpenRequest(dossier, RequestKind::kSupplement, ""));
  if (request->sent_at.has_value()) {
    return Refuse(dossier, "SUPPLEMENT_ALREADY_SENT",
                  "the applicant has sent papers; check them first");
  }
  if (!request->answer_due_at.has_value() || situation.now <= *request->answer_due_at) {
    return Refuse(dossier, "LIMIT_NOT_PASSED", "the applicant's deadline has not passed yet");
  }
  Occurrence occurrence{.type = EventType::kReturned};
  occurrence.request_id = request->id;
  EndWork(dossier, situation.now);
  dossier.end_reason = EndReason::kClosedNoSupplement;
  return occurrence;
}

absl::StatusOr<Occurrence> RequestPayment(Dossier& dossier, const Situation& situation,
                                          const std::string& task_id, std::int64_t amount_vnd) {
  if (amount_vnd <= 0 || amount_vnd > kMaxAmountVnd) {
    return FieldError("amount_vnd", "AMOUNT_INVALID",
                      "the amount must be above 0 and at most 10^12 dong");
  }
  MOTCUA_ASSIGN_OR_RETURN(Task* const task, RequireTaskThatMayAsk(dossier, situation, task_id));
  MOTCUA_ASSIGN_OR_RETURN(Request request, MakeRequest(situation, *task, RequestKind::kPayment,
                                                       situation.rules.payment_limit_days));
  request.amount_vnd = amount_vnd;
  task->acted = true;

  Occurrence occurrence{.type = EventType::kPaymentRequested};
  occurrence.task_id = task->id;
  occurrence.request_id = request.id;
  occurrence.amount_vnd = amount_vnd;
  occurrence.answer_due_at = request.answer_due_at;
  dossier.requests.push_back(std::move(request));
  return occurrence;
}

absl::StatusOr<Occurrence> ConfirmPayment(Dossier& dossier, const Situation& situation,
                                          const std::string& request_id, std::int64_t amount_vnd,
                                          const std::string& payment_reference) {
  MOTCUA_RETURN_IF_ERROR(
      CheckShortText("payment_reference", "PAYMENT_REFERENCE_INVALID", payment_reference, 64));
  Occurrence occurrence{.type = EventType::kPaymentConfirmed};
  occurrence.amount_vnd = amount_vnd;
  occurrence.payment_reference = payment_reference;

  // A fee collected at hand-over (thu sau) needs no request, because it is on the receipt.
  if (dossier.state == dossier::NationalState::kFinished && !dossier.fee_paid()) {
    if (!request_id.empty()) {
      return FieldError("request_id", "REQUEST_UNKNOWN", "the fee on the receipt is no request");
    }
    const std::int64_t owed = dossier.fee_after_acceptance_vnd - dossier.fee_paid_vnd;
    if (amount_vnd != owed) {
      return FieldError("amount_vnd", "AMOUNT_DIFFERS", "the amount differs from the one owed");
    }
    dossier.fee_paid_vnd += amount_vnd;
    return occurrence;
  }

  MOTCUA_RETURN_IF_ERROR(RequireInWork(dossier));
  MOTCUA_ASSIGN_OR_RETURN(Request* const request,
                          RequireOpenRequest(dossier, RequestKind::kPayment, request_id));
  if (amount_vnd != request->amount_vnd) {
    return FieldError("amount_vnd", "AMOUNT_DIFFERS", "the amount differs from the one requested");
  }
  request->closed_at = situation.now;
  request->wait_ended_at = situation.now;
  request->payment_reference = payment_reference;
  dossier.fee_paid_vnd += amount_vnd;
  occurrence.request_id = request->id;
  occurrence.task_id = request->task_id;
  occurrence.deadline_cause = DeadlineCause::kPayment;
  return occurrence;
}

}  // namespace motcua::processing
