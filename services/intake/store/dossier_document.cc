#include "store/dossier_document.h"

#include "motcua/wire/time.h"

namespace motcua::intake {
namespace {

std::vector<std::string> ToList(const google::protobuf::RepeatedPtrField<std::string>& list) {
  return {list.begin(), list.end()};
}

}  // namespace

std::vector<FiledPart> ToParts(const google::protobuf::RepeatedPtrField<v1::FiledPart>& parts) {
  std::vector<FiledPart> values;
  for (const v1::FiledPart& part : parts) {
    values.push_back({.part_id = part.part_id(),
                      .paper_ids = ToList(part.paper_ids()),
                      .originals = part.originals(),
                      .copies = part.copies(),
                      .replaced_by_data = part.replaced_by_data()});
  }
  return values;
}

DossierContent ToContent(const v1::DossierContent& document) {
  const v1::Applicant& applicant = document.applicant();
  return {.procedure_code = document.procedure_code(),
          .receiving_agency = document.receiving_agency(),
          .handling_agency = document.handling_agency(),
          .applicant = {.kind = applicant.kind(),
                        .full_name = applicant.full_name(),
                        .identity_number = applicant.identity_number(),
                        .phone = applicant.phone(),
                        .email = applicant.email(),
                        .address = applicant.address()},
          .subject = document.subject(),
          .parts = ToParts(document.parts()),
          .variant = document.variant(),
          .payer = document.payer()};
}

v1::DossierContent ToDocument(const DossierContent& content) {
  v1::DossierContent out;
  out.set_procedure_code(content.procedure_code);
  out.set_receiving_agency(content.receiving_agency);
  out.set_handling_agency(content.handling_agency);
  v1::Applicant& applicant = *out.mutable_applicant();
  applicant.set_kind(content.applicant.kind);
  applicant.set_full_name(content.applicant.full_name);
  applicant.set_identity_number(content.applicant.identity_number);
  applicant.set_phone(content.applicant.phone);
  applicant.set_email(content.applicant.email);
  applicant.set_address(content.applicant.address);
  out.set_subject(content.subject);
  for (const FiledPart& part : content.parts) {
    v1::FiledPart& added = *out.add_parts();
    added.set_part_id(part.part_id);
    added.mutable_paper_ids()->Assign(part.paper_ids.begin(), part.paper_ids.end());
    added.set_originals(part.originals);
    added.set_copies(part.copies);
    added.set_replaced_by_data(part.replaced_by_data);
  }
  out.set_variant(content.variant);
  out.set_payer(content.payer);
  return out;
}

Receipt ToReceipt(const v1::Receipt& document) {
  Receipt receipt{.code = document.code(),
                  .lookup_secret = document.lookup_secret(),
                  .qr_payload = document.qr_payload(),
                  .receiving_agency_vi = document.receiving_agency_vi(),
                  .procedure_code = document.procedure_code(),
                  .procedure_vi = document.procedure_vi(),
                  .parts_vi = ToList(document.parts_vi()),
                  .limit_vi = document.limit_vi(),
                  .filed_at = wire::ToInstant(document.filed_at()),
                  .fee_vnd = document.fee_vnd(),
                  .explanation = ToList(document.explanation()),
                  .warnings = ToList(document.warnings())};
  if (document.has_received_at()) {
    receipt.received_at = wire::ToInstant(document.received_at());
  }
  if (document.has_due_at()) {
    receipt.due_at = wire::ToInstant(document.due_at());
  }
  return receipt;
}

v1::Receipt ToDocument(const Receipt& receipt) {
  v1::Receipt out;
  out.set_code(receipt.code);
  out.set_lookup_secret(receipt.lookup_secret);
  out.set_qr_payload(receipt.qr_payload);
  out.set_receiving_agency_vi(receipt.receiving_agency_vi);
  out.set_procedure_code(receipt.procedure_code);
  out.set_procedure_vi(receipt.procedure_vi);
  out.mutable_parts_vi()->Assign(receipt.parts_vi.begin(), receipt.parts_vi.end());
  out.set_limit_vi(receipt.limit_vi);
  *out.mutable_filed_at() = wire::ToProto(receipt.filed_at);
  wire::SetTime(receipt.received_at, out, &v1::Receipt::mutable_received_at);
  wire::SetTime(receipt.due_at, out, &v1::Receipt::mutable_due_at);
  out.set_fee_vnd(receipt.fee_vnd);
  out.mutable_explanation()->Assign(receipt.explanation.begin(), receipt.explanation.end());
  out.mutable_warnings()->Assign(receipt.warnings.begin(), receipt.warnings.end());
  return out;
}

}  // namespace motcua::intake
