#include "usecase/disclose.h"

#include <algorithm>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/sms/phone.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kMaxName = 64;

bool IsName(const std::string& text) {
  return !text.empty() && text.size() <= kMaxName &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
         });
}

bool IsLookupKey(const std::string& text) {
  return !text.empty() && text.size() <= kMaxName &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

absl::Status CheckDisclosure(const Disclosure& disclosure) {
  if (!IsName(disclosure.recipient)) {
    return FieldError("disclosure.recipient", "RECIPIENT_INVALID",
                      "name the requesting program, [a-z0-9_.]{1,64}");
  }
  if (!IsName(disclosure.purpose)) {
    return FieldError("disclosure.purpose", "PURPOSE_INVALID",
                      "name the purpose of the request, [a-z0-9_.]{1,64}");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Dossier> Disclose::FindAndRecord(const CallContext& call, const char* method,
                                                const std::string& dossier_id,
                                                const Disclosure& disclosure) const {
  MOTCUA_RETURN_IF_ERROR(CheckDisclosure(disclosure));
  if (!IsUuid(dossier_id)) {
    return FieldError("dossier_id", "DOSSIER_ID_INVALID", "name the dossier by its id");
  }
  MOTCUA_ASSIGN_OR_RETURN(std::optional<Dossier> found, reader_.FindDossier(call, dossier_id));
  if (!found.has_value()) {
    return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "no such dossier");
  }
  MOTCUA_RETURN_IF_ERROR(store_.Record(call, {.method = method,
                                              .dossier_id = found->id,
                                              .revision = found->revision,
                                              .disclosure = disclosure}));
  return *std::move(found);
}

absl::StatusOr<std::string> Disclose::Contact(const CallContext& call,
                                              const std::string& dossier_id,
                                              const Disclosure& disclosure) const {
  MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier,
                          FindAndRecord(call, "GetContact", dossier_id, disclosure));
  const std::string& given = dossier.content.applicant.phone;
  if (given.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PHONE_MISSING",
                 "the applicant gave no telephone number");
  }
  absl::StatusOr<std::string> phone = sms::NormalisePhone(given);
  if (!phone.ok()) {
    return Error(absl::StatusCode::kFailedPrecondition, Reason(phone.status()),
                 Message(phone.status()));
  }
  return phone;
}

absl::StatusOr<bool> Disclose::MatchPhone(const CallContext& call, const std::string& lookup_key,
                                          const std::string& phone,
                                          const Disclosure& disclosure) const {
  MOTCUA_RETURN_IF_ERROR(CheckDisclosure(disclosure));
  if (!IsLookupKey(lookup_key)) {
    return FieldError("lookup_key", "LOOKUP_KEY_INVALID",
                      "a code in its look-up form is required, [A-Z0-9]{1,64}");
  }
  const absl::StatusOr<std::string> asked = sms::NormalisePhone(phone);
  if (!asked.ok()) {
    return FieldError("phone", "PHONE_INVALID", "not a Vietnamese mobile number");
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<Dossier> found,
                          reader_.FindDossier(call, lookup_key));
  DisclosureRecord record{.method = "MatchPhone", .disclosure = disclosure};
  if (found.has_value()) {
    record.dossier_id = found->id;
    record.revision = found->revision;
  }
  MOTCUA_RETURN_IF_ERROR(store_.Record(call, record));
  if (!found.has_value()) {
    return false;
  }
  const absl::StatusOr<std::string> own = sms::NormalisePhone(found->content.applicant.phone);
  return own.ok() && *own == *asked;
}

absl::StatusOr<DisclosedDossier> Disclose::ForPortal(const CallContext& call,
                                                     const std::string& dossier_id,
                                                     const Disclosure& disclosure) const {
  MOTCUA_ASSIGN_OR_RETURN(Dossier dossier,
                          FindAndRecord(call, "DiscloseDossier", dossier_id, disclosure));
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  DisclosedDossier disclosed{.fee_vnd = dossier.fee_vnd};
  const DossierContent& content = dossier.content;
  if (const Procedure* procedure =
          rules->FindProcedureVersion(content.procedure_code, dossier.procedure_version)) {
    disclosed.procedure_vi = procedure->name_vi;
    disclosed.field_code = procedure->field_code;
    disclosed.field_vi = procedure->field_vi;
    disclosed.fee_vnd += FeeDue(*procedure, FeeTiming::kAfterAcceptance, dossier.channel,
                                content.payer, content.variant);
  }
  const std::vector<std::string> ids = PapersOf(content.parts);
  if (!ids.empty()) {
    MOTCUA_ASSIGN_OR_RETURN(const auto facts, reader_.FindPapers(call, ids));
    for (const FiledPart& part : content.parts) {
      for (const std::string& id : part.paper_ids) {
        const auto found = facts.find(id);
        disclosed.papers.push_back(
            {.id = id,
             .part_id = part.part_id,
             .file_name = found == facts.end() ? "" : found->second.file_name});
      }
    }
  }
  disclosed.dossier = std::move(dossier);
  return disclosed;
}

}  // namespace motcua::intake
