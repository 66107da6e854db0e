#include "domain/receipt.h"

#include <algorithm>

#include "motcua/sms/phone.h"

namespace motcua::intake {
namespace {

/// Told while the applicant is still there and can give another number.
void WarnOfLandline(const Applicant& applicant, Receipt& receipt) {
  const absl::StatusOr<sms::Phone> phone = sms::ReadPhone(applicant.phone);
  if (phone.ok() && phone->line == sms::Line::kLandline) {
    receipt.warnings.emplace_back(
        "Số điện thoại đã ghi là số cố định, không nhận được tin nhắn báo tình trạng hồ sơ.");
    receipt.warnings.emplace_back(
        "The telephone number given is a landline; it receives no text messages about the "
        "dossier.");
  }
}

}  // namespace

Receipt AcknowledgeFiling(const Rules& rules, const Dossier& dossier) {
  const DossierContent& content = dossier.content;
  Receipt receipt{.procedure_code = content.procedure_code,
                  .filed_at = dossier.filed_at,
                  .received_at = dossier.received_at,
                  .due_at = dossier.due_at,
                  .fee_vnd = dossier.fee_vnd};
  WarnOfLandline(content.applicant, receipt);
  if (const Agency* agency = rules.FindAgency(content.receiving_agency)) {
    receipt.receiving_agency_vi = agency->name_vi;
  }
  const Procedure* procedure =
      rules.FindProcedureVersion(content.procedure_code, dossier.procedure_version);
  if (procedure == nullptr) {
    return receipt;
  }
  receipt.procedure_vi = procedure->name_vi;
  receipt.fee_vnd += FeeDue(*procedure, FeeTiming::kAfterAcceptance, dossier.channel, content.payer,
                            content.variant);
  for (const FiledPart& filed : content.parts) {
    const auto part = std::find_if(procedure->parts.begin(), procedure->parts.end(),
                                   [&](const Part& p) { return p.id == filed.part_id; });
    if (part != procedure->parts.end()) {
      receipt.parts_vi.push_back(part->name_vi);
    }
  }
  return receipt;
}

Receipt PrintReceipt(const Rules& rules, const Dossier& dossier, const Acceptance& acceptance) {
  Receipt receipt = AcknowledgeFiling(rules, dossier);
  receipt.limit_vi = DescribeLimit(acceptance.limit);
  receipt.explanation = acceptance.explanation;
  receipt.warnings.insert(receipt.warnings.end(), acceptance.warnings.begin(),
                          acceptance.warnings.end());
  return receipt;
}

void PutCode(Receipt& receipt, const std::string& code, const std::string& lookup_url) {
  receipt.code = code;
  receipt.qr_payload = lookup_url + code;
}

}  // namespace motcua::intake
