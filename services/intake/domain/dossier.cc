#include "domain/dossier.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

namespace motcua::intake {
namespace {

absl::Status Refusal(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

absl::Status CheckState(const Dossier& dossier, std::initializer_list<NationalState> allowed) {
  if (std::find(allowed.begin(), allowed.end(), dossier.state) != allowed.end()) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
               "the dossier's state does not allow this",
               {{"state", std::to_string(dossier::WireNumber(dossier.state))}});
}

void End(Dossier& dossier, NationalState state, EndReason reason) {
  dossier.state = state;
  dossier.end_reason = reason;
  dossier.next_alert_at.reset();
  dossier.request_due_at.reset();
}

void WaitForApplicant(Dossier& dossier, NationalState state, Instant answer_due_at) {
  dossier.state = state;
  dossier.request_due_at = answer_due_at;
  dossier.next_alert_at.reset();
}

void WaitForCounter(Dossier& dossier, const AcceptanceClock& clock) {
  dossier.state = NationalState::kFiled;
  dossier.request_due_at.reset();
  dossier.next_alert_at = clock.alert_at;
  dossier.acceptance_due_at = clock.due_at;
}

}  // namespace

std::optional<Instant> DeadlineOf(const Dossier& dossier) {
  switch (dossier.state) {
    case NationalState::kFiled:
      return dossier.acceptance_due_at;
    case NationalState::kSupplementRequested:
    case NationalState::kPaymentRequested:
      return dossier.request_due_at;
    default:
      return std::nullopt;
  }
}

absl::Status CheckOwned(const Dossier& dossier) {
  return dossier.accepted
             ? Refusal("DOSSIER_ACCEPTED", "the dossier was accepted and belongs to processing")
             : absl::OkStatus();
}

absl::Status CheckRevision(const Dossier& dossier, std::int64_t expected, const Actor& actor) {
  if (expected == dossier.revision || (expected == 0 && actor.kind == ActorKind::kCitizen)) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kAborted, "STALE_REVISION",
               "somebody has decided about this dossier meanwhile; read it again",
               {{"revision", std::to_string(dossier.revision)}});
}

absl::Status CheckCounter(const Dossier& dossier, const Actor& actor) {
  if (actor.kind == ActorKind::kOfficer && actor.agency == dossier.content.receiving_agency) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_DOSSIER",
               "only an officer of the receiving agency decides about it");
}

absl::Status Refuse(Dossier& dossier) {
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  End(dossier, NationalState::kNotAccepted, EndReason::kRefused);
  return absl::OkStatus();
}

absl::Status RequestSupplement(Dossier& dossier, Instant answer_due_at, int most) {
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  if (dossier.supplement_requests >= most) {
    // One complete request, NĐ 61/2018 Đ11.2.c, NĐ 118/2025 Đ11.
    return Refusal("SUPPLEMENT_ALREADY_REQUESTED",
                   "the law allows to ask for a supplement no more often");
  }
  ++dossier.supplement_requests;
  WaitForApplicant(dossier, NationalState::kSupplementRequested, answer_due_at);
  return absl::OkStatus();
}

absl::Status SendSupplement(Dossier& dossier, const std::vector<FiledPart>& parts,
                            const AcceptanceClock& clock) {
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kSupplementRequested}));
  for (const FiledPart& part : parts) {
    auto& filed = dossier.content.parts;
    const auto earlier = std::find_if(filed.begin(), filed.end(), [&](const FiledPart& other) {
      return other.part_id == part.part_id;
    });
    if (earlier == filed.end()) {
      filed.push_back(part);
    } else {
      *earlier = part;
    }
  }
  WaitForCounter(dossier, clock);
  return absl::OkStatus();
}

absl::Status RequestPayment(Dossier& dossier, Instant answer_due_at) {
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  if (dossier.fee_vnd == 0 || dossier.fee_paid) {
    return Refusal("FEE_NOT_DUE", "no fee is open before acceptance");
  }
  WaitForApplicant(dossier, NationalState::kPaymentRequested, answer_due_at);
  return absl::OkStatus();
}

absl::Status ConfirmPayment(Dossier& dossier, std::int64_t amount_vnd,
                            const AcceptanceClock& clock) {
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kPaymentRequested}));
  if (amount_vnd != dossier.fee_vnd) {
    return FieldError("amount_vnd", "AMOUNT_DIFFERS", "this is not the amount that was asked for");
  }
  dossier.fee_paid = true;
  WaitForCounter(dossier, clock);
  return absl::OkStatus();
}

absl::Status Withdraw(Dossier& dossier) {
  MOTCUA_RETURN_IF_ERROR(
      CheckState(dossier, {NationalState::kFiled, NationalState::kSupplementRequested,
                           NationalState::kPaymentRequested}));
  End(dossier, NationalState::kWithdrawn, EndReason::kWithdrawn);
  return absl::OkStatus();
}

absl::Status Close(Dossier& dossier, Instant now) {
  MOTCUA_RETURN_IF_ERROR(
      CheckState(dossier, {NationalState::kSupplementRequested, NationalState::kPaymentRequested}));
  if (!dossier.request_due_at.has_value() || now <= *dossier.request_due_at) {
    return Refusal("LIMIT_NOT_PASSED", "the applicant still has time");
  }
  // Closing is not refusing (law-2025 5): the reason tells the two apart.
  End(dossier, NationalState::kNotAccepted,
      dossier.state == NationalState::kSupplementRequested ? EndReason::kClosedNoSupplement
                                                           : EndReason::kClosedNoPayment);
  return absl::OkStatus();
}

absl::Status Accept(Dossier& dossier, Instant received_at, std::optional<Instant> due_at) {
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  if (dossier.fee_vnd > 0 && !dossier.fee_paid) {
    return Refusal("FEE_UNPAID", "the fee due before acceptance is not paid");
  }
  dossier.state = NationalState::kReceived;
  dossier.received_at = received_at;
  dossier.due_at = due_at;
  dossier.next_alert_at.reset();
  dossier.accepted = true;
  return absl::OkStatus();
}

}  // namespace motcua::intake
