#include "domain/filing.h"

#include <algorithm>
#include <set>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/in_force.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::intake {
namespace {

absl::StatusOr<const Agency*> FindOpenAgency(const Rules& rules, const std::string& code,
                                             const std::string& date, const char* field) {
  const Agency* agency = rules.FindAgency(code);
  if (agency == nullptr) {
    return FieldError(field, "AGENCY_UNKNOWN", "no such agency");
  }
  // A district stays known for history and takes nothing new (domain 1.3).
  if (!calendar::InForce(agency->valid_from, agency->valid_to, date) ||
      agency->level == AgencyLevel::kDistrict) {
    return FieldError(field, "AGENCY_CLOSED", "this agency is not in operation");
  }
  return agency;
}

absl::Status CheckAgencies(const Rules& rules, const Procedure& procedure, const Agency& receiving,
                           const Agency& handling) {
  if (!receiving.receives) {
    return FieldError("content.receiving_agency", "AGENCY_NOT_COMPETENT",
                      "this agency does not receive dossiers");
  }
  if (!rules.IsCompetent(handling, procedure)) {
    return FieldError("content.handling_agency", "AGENCY_NOT_COMPETENT",
                      "this agency does not handle this procedure");
  }
  // Unless the procedure is non-boundary, the counter must belong to the territory.
  if (!procedure.non_boundary && !rules.IsWithinBoundary(receiving, handling)) {
    return FieldError("content.receiving_agency", "AGENCY_NOT_COMPETENT",
                      "this procedure can only be received by its handling agency");
  }
  return absl::OkStatus();
}

bool IsPresent(const FiledPart& filed, const Part& part, Channel channel) {
  if (filed.replaced_by_data && !part.replaced_by.empty()) {
    return true;
  }
  // Online, papers must be uploaded; at the counter, a paper may be shown or kept on file.
  return !filed.paper_ids.empty() ||
         (channel != Channel::kOnline && filed.originals + filed.copies > 0);
}

absl::Status CheckPartsPresent(const Procedure& procedure, const std::vector<FiledPart>& filed,
                               Channel channel) {
  for (const Part& part : procedure.parts) {
    if (!part.required || !ForChannel(part.channels, channel)) {
      continue;
    }
    const bool present = std::any_of(filed.begin(), filed.end(), [&](const FiledPart& entry) {
      return entry.part_id == part.id && IsPresent(entry, part, channel);
    });
    if (!present) {
      return Error(absl::StatusCode::kInvalidArgument, "PART_MISSING",
                   "a required part of the dossier is missing",
                   {{"field", "content.parts"}, {"part_id", part.id}});
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCase(const Procedure& procedure, const DossierContent& content) {
  const auto names_variant = [&](const auto& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& entry) { return entry.variant == content.variant; });
  };
  if (!content.variant.empty() && !names_variant(procedure.limits) &&
      !names_variant(procedure.fees)) {
    return FieldError("content.variant", "VARIANT_UNKNOWN", "the procedure has no such variant");
  }
  const bool names_payer = std::any_of(procedure.fees.begin(), procedure.fees.end(),
                                       [&](const Fee& fee) { return fee.payer == content.payer; });
  const bool asks_payer = std::any_of(procedure.fees.begin(), procedure.fees.end(),
                                      [](const Fee& fee) { return !fee.payer.empty(); });
  // If the fees of a procedure name no payers, any payer is allowed; otherwise the payer must be
  // one of them, so that no dossier becomes free of charge by mistake.
  if (asks_payer && !names_payer) {
    return FieldError("content.payer", "PAYER_UNKNOWN",
                      "the payer is required: the fees of this procedure depend on it");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPartsKnown(const Procedure& procedure, const std::vector<FiledPart>& parts,
                             const std::string& field) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string path = field + "[" + std::to_string(i) + "].part_id";
    const bool known = std::any_of(procedure.parts.begin(), procedure.parts.end(),
                                   [&](const Part& part) { return part.id == parts[i].part_id; });
    if (!known) {
      return FieldError(path, "PART_UNKNOWN", "the procedure has no such part");
    }
    if (!seen.insert(parts[i].part_id).second) {
      return FieldError(path, "PART_DUPLICATE", "this part is listed twice");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Admission> Admit(const Rules& rules, const DossierContent& typed, Channel channel,
                                Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(DossierContent content, ReadContent(typed));
  const std::string date = calendar::FormatDate(calendar::DateOf(now));
  const Procedure* procedure = rules.FindProcedure(content.procedure_code, date);
  if (procedure == nullptr) {
    return FieldError("content.procedure_code", "PROCEDURE_UNKNOWN",
                      "no such procedure is in force");
  }
  if (!ForChannel(procedure->channels, channel)) {
    return channel == Channel::kOnline
               ? FieldError("content.procedure_code", "PROCEDURE_NOT_ONLINE",
                            "this procedure cannot be filed online")
               : FieldError("channel", "CHANNEL_NOT_ALLOWED",
                            "this procedure cannot be filed through this channel");
  }
  MOTCUA_ASSIGN_OR_RETURN(
      const Agency* receiving,
      FindOpenAgency(rules, content.receiving_agency, date, "content.receiving_agency"));
  MOTCUA_ASSIGN_OR_RETURN(const Agency* handling, FindOpenAgency(rules, content.handling_agency,
                                                                 date, "content.handling_agency"));
  MOTCUA_RETURN_IF_ERROR(CheckAgencies(rules, *procedure, *receiving, *handling));
  MOTCUA_RETURN_IF_ERROR(CheckCase(*procedure, content));
  MOTCUA_RETURN_IF_ERROR(CheckPartsKnown(*procedure, content.parts, "content.parts"));
  MOTCUA_RETURN_IF_ERROR(CheckPartsPresent(*procedure, content.parts, channel));
  const RuleSet* rule_set = rules.RuleSetInForce(date);
  if (rule_set == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "RULE_SET_UNKNOWN",
                 "no rule set is in force on that day");
  }
  Admission admission{.content = std::move(content), .procedure = procedure, .rule_set = rule_set};
  admission.content.procedure_code = procedure->code;
  admission.content.receiving_agency = receiving->code;
  admission.content.handling_agency = handling->code;
  admission.fee_before_vnd =
      FeeDue(*procedure, FeeTiming::kBeforeAcceptance, channel, content.payer, content.variant);
  return admission;
}

}  // namespace motcua::intake
