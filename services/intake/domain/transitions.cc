#include "domain/transitions.h"

#include <algorithm>
#include <initializer_list>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/supplement_items.h"
#include "motcua/text/text.h"

#include "domain/acceptance.h"
#include "domain/filing.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kLongestReference = 64;

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

absl::StatusOr<const RuleSet*> RuleSetOf(const Rules& rules, const Dossier& dossier) {
  const RuleSet* rule_set = rules.FindRuleSet(dossier.rule_set);
  if (rule_set == nullptr) {
    return Error(absl::StatusCode::kInternal, "RULES_MISSING",
                 "the rules under which the dossier was filed are not stored");
  }
  return rule_set;
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

/// Starts the counter's time limit, at filing and again after the applicant's answer.
absl::Status WaitForCounter(Dossier& dossier, const Situation& situation) {
  MOTCUA_ASSIGN_OR_RETURN(const AcceptanceClock clock,
                          ComputeAcceptanceClock(situation.rules, dossier.rule_set, situation.now));
  dossier.state = NationalState::kFiled;
  dossier.request_due_at.reset();
  dossier.next_alert_at = clock.alert_at;
  dossier.acceptance_due_at = clock.due_at;
  return absl::OkStatus();
}

absl::Status Begin(Dossier& dossier, const Situation& situation, const DossierContent& content,
                   Channel channel) {
  MOTCUA_ASSIGN_OR_RETURN(Admission admission,
                          Admit(situation.rules, content, channel, situation.now));
  dossier.channel = channel;
  dossier.content = std::move(admission.content);
  dossier.procedure_version = admission.procedure->version;
  dossier.rule_set = admission.rule_set->id;
  dossier.filed_at = situation.now;
  dossier.fee_vnd = admission.fee_before_vnd;
  return absl::OkStatus();
}

absl::StatusOr<Decision> MakeAcceptance(Dossier& dossier, const Situation& situation) {
  // Faults of the dossier are reported before missing rules.
  if (dossier.fee_vnd > 0 && !dossier.fee_paid) {
    return Refusal("FEE_UNPAID", "the fee due before acceptance is not paid");
  }
  MOTCUA_ASSIGN_OR_RETURN(const Acceptance acceptance,
                          ComputeAcceptance(situation.rules, dossier, situation.now));
  dossier.state = NationalState::kReceived;
  dossier.received_at = situation.now;
  dossier.due_at = acceptance.due_at;
  dossier.next_alert_at.reset();
  dossier.accepted = true;
  return Decision{.event = DossierAccepted{.acceptance = acceptance},
                  .receipt = PrintReceipt(situation.rules, dossier, acceptance)};
}

}  // namespace

absl::StatusOr<Decision> FileOnline(Dossier& dossier, const Situation& situation,
                                    const DossierContent& content) {
  MOTCUA_RETURN_IF_ERROR(Begin(dossier, situation, content, Channel::kOnline));
  MOTCUA_RETURN_IF_ERROR(WaitForCounter(dossier, situation));
  return Decision{.event = DossierFiled{},
                  .receipt = AcknowledgeFiling(situation.rules, dossier),
                  .cited_papers = PapersOf(dossier.content.parts)};
}

absl::StatusOr<Decision> Receive(Dossier& dossier, const Situation& situation,
                                 const DossierContent& content, Channel channel, bool fee_taken) {
  if (channel != Channel::kDirect && channel != Channel::kPost) {
    return FieldError("channel", "CHANNEL_INVALID", "a clerk receives through DIRECT or POST only");
  }
  MOTCUA_RETURN_IF_ERROR(Begin(dossier, situation, content, channel));
  MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, situation.actor));
  dossier.fee_paid = fee_taken && dossier.fee_vnd > 0;
  MOTCUA_ASSIGN_OR_RETURN(Decision decision, MakeAcceptance(dossier, situation));
  decision.cited_papers = PapersOf(dossier.content.parts);
  return decision;
}

absl::StatusOr<Decision> Accept(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, situation.actor));
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  return MakeAcceptance(dossier, situation);
}

absl::StatusOr<Decision> Refuse(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, situation.actor));
  if (text::IsBlank(situation.reason)) {
    return FieldError("command.reason", "REASON_MISSING", "a written reason is required");
  }
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  End(dossier, NationalState::kNotAccepted, EndReason::kRefused);
  return Decision{.event = DossierNotAccepted{}};
}

absl::StatusOr<Decision> RequestSupplement(Dossier& dossier, const Situation& situation,
                                           const std::vector<std::string>& items_vi) {
  MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, situation.actor));
  MOTCUA_RETURN_IF_ERROR(dossier::CheckSupplementItems(items_vi));
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  MOTCUA_ASSIGN_OR_RETURN(const RuleSet* rule_set, RuleSetOf(situation.rules, dossier));
  if (dossier.supplement_requests >= rule_set->max_supplement_requests) {
    // One complete request, NĐ 61/2018 Đ11.2.c, NĐ 118/2025 Đ11.
    return Refusal("SUPPLEMENT_ALREADY_REQUESTED",
                   "the supplement requests allowed by law have been used");
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const Instant due,
      ComputeAnswerDue(situation.rules, rule_set->supplement_limit_days, situation.now));
  ++dossier.supplement_requests;
  WaitForApplicant(dossier, NationalState::kSupplementRequested, due);
  return Decision{.event = SupplementRequested{.items_vi = items_vi}};
}

absl::StatusOr<Decision> SendSupplement(Dossier& dossier, const Situation& situation,
                                        const std::vector<FiledPart>& parts) {
  if (parts.empty()) {
    return FieldError("parts", "SUPPLEMENT_EMPTY", "a supplement must have at least one part");
  }
  MOTCUA_RETURN_IF_ERROR(CheckParts(parts, "parts"));
  const Procedure* procedure = situation.rules.FindProcedureVersion(dossier.content.procedure_code,
                                                                    dossier.procedure_version);
  if (procedure != nullptr) {
    MOTCUA_RETURN_IF_ERROR(CheckPartsKnown(*procedure, parts, "parts"));
  }
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kSupplementRequested}));
  std::vector<FiledPart>& filed = dossier.content.parts;
  for (const FiledPart& part : parts) {
    const auto earlier = std::find_if(filed.begin(), filed.end(), [&](const FiledPart& other) {
      return other.part_id == part.part_id;
    });
    if (earlier == filed.end()) {
      filed.push_back(part);
    } else {
      *earlier = part;
    }
  }
  MOTCUA_RETURN_IF_ERROR(WaitForCounter(dossier, situation));
  return Decision{.event = SupplementSent{}, .cited_papers = PapersOf(parts)};
}

absl::StatusOr<Decision> RequestPayment(Dossier& dossier, const Situation& situation) {
  MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, situation.actor));
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kFiled}));
  if (dossier.fee_vnd == 0 || dossier.fee_paid) {
    return Refusal("FEE_NOT_DUE", "no fee is due before acceptance");
  }
  MOTCUA_ASSIGN_OR_RETURN(const RuleSet* rule_set, RuleSetOf(situation.rules, dossier));
  MOTCUA_ASSIGN_OR_RETURN(
      const Instant due,
      ComputeAnswerDue(situation.rules, rule_set->payment_limit_days, situation.now));
  WaitForApplicant(dossier, NationalState::kPaymentRequested, due);
  return Decision{.event = PaymentRequested{}};
}

absl::StatusOr<Decision> ConfirmPayment(Dossier& dossier, const Situation& situation,
                                        const std::string& request_id, std::int64_t amount_vnd,
                                        const std::string& payment_reference) {
  if (!request_id.empty()) {
    return FieldError("request_id", "REQUEST_UNKNOWN", "the dossier has no such request");
  }
  MOTCUA_RETURN_IF_ERROR(text::Check(payment_reference, {.field = "payment_reference",
                                                         .most = kLongestReference,
                                                         .required = true,
                                                         .missing = "PAYMENT_REFERENCE_INVALID",
                                                         .too_long = "PAYMENT_REFERENCE_INVALID"}));
  MOTCUA_RETURN_IF_ERROR(CheckState(dossier, {NationalState::kPaymentRequested}));
  if (amount_vnd != dossier.fee_vnd) {
    return FieldError("amount_vnd", "AMOUNT_DIFFERS", "the amount differs from the one requested");
  }
  dossier.fee_paid = true;
  MOTCUA_RETURN_IF_ERROR(WaitForCounter(dossier, situation));
  return Decision{
      .event = PaymentConfirmed{.amount_vnd = amount_vnd, .payment_reference = payment_reference}};
}

absl::StatusOr<Decision> Withdraw(Dossier& dossier, const Situation& /*situation*/) {
  MOTCUA_RETURN_IF_ERROR(
      CheckState(dossier, {NationalState::kFiled, NationalState::kSupplementRequested,
                           NationalState::kPaymentRequested}));
  End(dossier, NationalState::kWithdrawn, EndReason::kWithdrawn);
  return Decision{.event = DossierWithdrawn{}};
}

absl::StatusOr<Decision> Close(Dossier& dossier, const Situation& situation) {
  if (situation.actor.kind != ActorKind::kSystem) {
    MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, situation.actor));
  }
  MOTCUA_RETURN_IF_ERROR(
      CheckState(dossier, {NationalState::kSupplementRequested, NationalState::kPaymentRequested}));
  if (!dossier.request_due_at.has_value() || situation.now <= *dossier.request_due_at) {
    return Refusal("LIMIT_NOT_PASSED", "the applicant's deadline has not passed yet");
  }
  // Closing differs from refusing (law-2025 5); the reason distinguishes the two.
  End(dossier, NationalState::kNotAccepted,
      dossier.state == NationalState::kSupplementRequested ? EndReason::kClosedNoSupplement
                                                           : EndReason::kClosedNoPayment);
  return Decision{.event = DossierNotAccepted{}};
}

absl::StatusOr<Decision> RaiseAlert(Dossier& dossier, const Situation& situation) {
  if (dossier.accepted || dossier.state != NationalState::kFiled ||
      !dossier.next_alert_at.has_value() || *dossier.next_alert_at > situation.now) {
    return Refusal("ALERT_NOT_DUE", "no alert is due");
  }
  const bool overdue = dossier.next_alert_at == dossier.acceptance_due_at;
  dossier.next_alert_at = overdue ? std::nullopt : dossier.acceptance_due_at;
  return Decision{.event = AcceptanceDelayed{.overdue = overdue}};
}

absl::StatusOr<Decision> Decide(Dossier& dossier, const Transition& transition,
                                const Situation& situation, bool decision_of_people) {
  MOTCUA_ASSIGN_OR_RETURN(Decision decision, transition(dossier, situation));
  ++dossier.sequence;
  if (decision_of_people) {
    ++dossier.revision;
  }
  dossier.last_occurred_at = situation.now;
  return decision;
}

}  // namespace motcua::intake
