#include "usecase/decisions.h"

#include "motcua/base/status_macros.h"

#include "domain/acceptance.h"
#include "domain/filing.h"
#include "domain/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kMaxItems = 50;
constexpr std::size_t kMaxItem = 500;
constexpr std::size_t kMaxReference = 64;

absl::StatusOr<const RuleSet*> RuleSetOf(const Rules& rules, const Dossier& dossier) {
  const RuleSet* rule_set = rules.FindRuleSet(dossier.rule_set);
  if (rule_set == nullptr) {
    return Error(absl::StatusCode::kInternal, "RULES_MISSING",
                 "the rule set under which the dossier was filed is not stored");
  }
  return rule_set;
}

absl::Status CheckItems(const std::vector<std::string>& items) {
  if (items.empty()) {
    return FieldError("items_vi", "ITEMS_MISSING", "say what is missing");
  }
  if (items.size() > kMaxItems) {
    return FieldError("items_vi", "ITEM_INVALID", "at most 50 items");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (IsBlank(items[i]) || CountCharacters(items[i]) > kMaxItem) {
      return FieldError("items_vi[" + std::to_string(i) + "]", "ITEM_INVALID",
                        "an item has 1 to 500 characters");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> AcceptDossier::Execute(const CallContext& call,
                                                   const Invocation& invocation,
                                                   const CommandHeader& header) const {
  const auto decide = [&](const Moment& moment, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, header.actor));
    // State and fee first: what is wrong with the dossier comes before what the system lacks.
    Dossier accepted = dossier;
    MOTCUA_RETURN_IF_ERROR(Accept(accepted, moment.now, std::nullopt));
    MOTCUA_ASSIGN_OR_RETURN(const Acceptance acceptance,
                            ComputeAcceptance(moment.rules, dossier, moment.now));
    MOTCUA_RETURN_IF_ERROR(Accept(dossier, moment.now, acceptance.due_at));
    return Decision{
        .event = DossierAccepted{.acceptance = acceptance},
        .receipt = PrintReceipt(moment.rules, dossier, acceptance, lookup_url_),
    };
  };
  return command_.Run(call, invocation, header, decide);
}

absl::StatusOr<std::string> RefuseDossier::Execute(const CallContext& call,
                                                   const Invocation& invocation,
                                                   const CommandHeader& header) const {
  const auto decide = [&](const Moment&, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, header.actor));
    if (IsBlank(header.reason)) {
      return FieldError("command.reason", "REASON_MISSING", "a refusal needs its reason");
    }
    MOTCUA_RETURN_IF_ERROR(Refuse(dossier));
    return Decision{.event = DossierNotAccepted{}};
  };
  return command_.Run(call, invocation, header, decide);
}

absl::StatusOr<std::string> AskSupplement::Execute(const CallContext& call,
                                                   const Invocation& invocation,
                                                   const CommandHeader& header,
                                                   const std::vector<std::string>& items_vi) const {
  const auto decide = [&](const Moment& moment, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, header.actor));
    MOTCUA_RETURN_IF_ERROR(CheckItems(items_vi));
    MOTCUA_ASSIGN_OR_RETURN(const RuleSet* rule_set, RuleSetOf(moment.rules, dossier));
    MOTCUA_ASSIGN_OR_RETURN(
        const Instant due,
        ComputeAnswerDue(moment.rules, rule_set->supplement_limit_days, moment.now));
    MOTCUA_RETURN_IF_ERROR(RequestSupplement(dossier, due, rule_set->max_supplement_requests));
    return Decision{.event = SupplementRequested{.items_vi = items_vi}};
  };
  return command_.Run(call, invocation, header, decide);
}

absl::StatusOr<std::string> TakeSupplement::Execute(const CallContext& call,
                                                    const Invocation& invocation,
                                                    const CommandHeader& header,
                                                    const std::vector<FiledPart>& parts) const {
  const auto decide = [&](const Moment& moment, Dossier& dossier) -> absl::StatusOr<Decision> {
    if (parts.empty()) {
      return FieldError("parts", "SUPPLEMENT_EMPTY", "a supplement brings at least one part");
    }
    MOTCUA_RETURN_IF_ERROR(CheckParts(parts, "parts"));
    const Procedure* procedure = moment.rules.FindProcedureVersion(dossier.content.procedure_code,
                                                                   dossier.procedure_version);
    if (procedure != nullptr) {
      MOTCUA_RETURN_IF_ERROR(CheckPartsKnown(*procedure, parts, "parts"));
    }
    MOTCUA_ASSIGN_OR_RETURN(const AcceptanceClock clock,
                            ComputeAcceptanceClock(moment.rules, dossier.rule_set, moment.now));
    MOTCUA_RETURN_IF_ERROR(SendSupplement(dossier, parts, clock));
    return Decision{.event = SupplementSent{}, .cited_papers = PapersOf(parts)};
  };
  // Something that is not even an id names no paper; asking the database for it would be an error.
  const bool readable = CheckParts(parts, "parts").ok();
  return command_.Run(call, invocation, header, decide,
                      readable ? PapersOf(parts) : std::vector<std::string>());
}

absl::StatusOr<std::string> AskPayment::Execute(const CallContext& call,
                                                const Invocation& invocation,
                                                const CommandHeader& header) const {
  const auto decide = [&](const Moment& moment, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, header.actor));
    MOTCUA_ASSIGN_OR_RETURN(const RuleSet* rule_set, RuleSetOf(moment.rules, dossier));
    MOTCUA_ASSIGN_OR_RETURN(
        const Instant due,
        ComputeAnswerDue(moment.rules, rule_set->payment_limit_days, moment.now));
    MOTCUA_RETURN_IF_ERROR(RequestPayment(dossier, due));
    return Decision{.event = PaymentRequested{}};
  };
  return command_.Run(call, invocation, header, decide);
}

absl::StatusOr<std::string> TakePayment::Execute(const CallContext& call,
                                                 const Invocation& invocation,
                                                 const CommandHeader& header,
                                                 std::int64_t amount_vnd,
                                                 const std::string& payment_reference) const {
  const auto decide = [&](const Moment& moment, Dossier& dossier) -> absl::StatusOr<Decision> {
    if (IsBlank(payment_reference) || CountCharacters(payment_reference) > kMaxReference) {
      return FieldError("payment_reference", "PAYMENT_REFERENCE_INVALID",
                        "the number of the receipt or transaction has 1 to 64 characters");
    }
    MOTCUA_ASSIGN_OR_RETURN(const AcceptanceClock clock,
                            ComputeAcceptanceClock(moment.rules, dossier.rule_set, moment.now));
    MOTCUA_RETURN_IF_ERROR(ConfirmPayment(dossier, amount_vnd, clock));
    return Decision{.event = PaymentConfirmed{.amount_vnd = amount_vnd,
                                              .payment_reference = payment_reference}};
  };
  return command_.Run(call, invocation, header, decide);
}

absl::StatusOr<std::string> WithdrawDossier::Execute(const CallContext& call,
                                                     const Invocation& invocation,
                                                     const CommandHeader& header) const {
  const auto decide = [](const Moment&, Dossier& dossier) -> absl::StatusOr<Decision> {
    MOTCUA_RETURN_IF_ERROR(Withdraw(dossier));
    return Decision{.event = DossierWithdrawn{}};
  };
  return command_.Run(call, invocation, header, decide);
}

absl::StatusOr<std::string> CloseDossier::Execute(const CallContext& call,
                                                  const Invocation& invocation,
                                                  const CommandHeader& header) const {
  const auto decide = [&](const Moment& moment, Dossier& dossier) -> absl::StatusOr<Decision> {
    if (header.actor.kind != ActorKind::kSystem) {
      MOTCUA_RETURN_IF_ERROR(CheckCounter(dossier, header.actor));
    }
    MOTCUA_RETURN_IF_ERROR(Close(dossier, moment.now));
    return Decision{.event = DossierNotAccepted{}};
  };
  return command_.Run(call, invocation, header, decide);
}

}  // namespace motcua::intake
