#include "store/dossier_rows.h"

#include "motcua/base/check.h"
#include "motcua/base/uuid.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/outbox/event_log.h"

#include "messaging/dossier_document.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

DossierContent ParseContent(const std::string& bytes) {
  v1::DossierContent document;
  MOTCUA_CHECK(document.ParseFromString(bytes));  // written by UpdateDossierQuery only
  return ToContent(document);
}

}  // namespace

db::Query FindDossierQuery(const std::string& dossier, bool lock) {
  if (IsUuid(dossier)) {
    return {lock ? sql::kLockDossierById : sql::kReadDossierById, db::Params().Text(dossier)};
  }
  return {lock ? sql::kLockDossierByKey : sql::kReadDossierByKey,
          db::Params().Text(dossier::LookupKey(dossier))};
}

Dossier ReadDossier(const db::Result& rows, std::size_t row) {
  Dossier dossier;
  dossier.id = rows.Text(row, 0);
  dossier.code = rows.Text(row, 1);
  dossier.lookup_key = rows.Text(row, 2);
  dossier.secret_hash = rows.Text(row, 3);
  dossier.revision = rows.Int(row, 4);
  dossier.sequence = rows.Int(row, 5);
  dossier.state = static_cast<NationalState>(rows.Int(row, 6));
  dossier.end_reason = static_cast<EndReason>(rows.Int(row, 7));
  dossier.channel = static_cast<Channel>(rows.Int(row, 8));
  dossier.procedure_version = static_cast<int>(rows.Int(row, 9));
  dossier.rule_set = rows.Text(row, 10);
  dossier.content = ParseContent(rows.Bytes(row, 11));
  dossier.filed_at = rows.Time(row, 12);
  dossier.next_alert_at = rows.OptionalTime(row, 13);
  dossier.acceptance_due_at = rows.OptionalTime(row, 14);
  dossier.received_at = rows.OptionalTime(row, 15);
  dossier.due_at = rows.OptionalTime(row, 16);
  dossier.request_due_at = rows.OptionalTime(row, 17);
  dossier.fee_vnd = rows.Int(row, 18);
  dossier.fee_paid = rows.Bool(row, 19);
  dossier.supplement_requests = static_cast<int>(rows.Int(row, 20));
  dossier.accepted = rows.Bool(row, 21);
  dossier.last_occurred_at = rows.Time(row, 22);
  return dossier;
}

db::Query InsertDossierQuery(const Dossier& dossier) {
  return {sql::kInsertDossier, db::Params()
                                   .Text(dossier.id)
                                   .Text(dossier.code)
                                   .Text(dossier.lookup_key)
                                   .Text(dossier.secret_hash)
                                   .Int(dossier.revision)
                                   .Int(dossier.sequence)
                                   .Int(dossier::WireNumber(dossier.state))
                                   .Int(static_cast<int>(dossier.end_reason))
                                   .Int(static_cast<int>(dossier.channel))
                                   .Text(dossier.content.procedure_code)
                                   .Int(dossier.procedure_version)
                                   .Text(dossier.rule_set)
                                   .Text(dossier.content.receiving_agency)
                                   .Text(dossier.content.handling_agency)
                                   .Bytes(ToDocument(dossier.content).SerializeAsString())
                                   .Time(dossier.filed_at)
                                   .Int(outbox::ShardOf(dossier.id))
                                   .OptionalTime(dossier.next_alert_at)
                                   .OptionalTime(dossier.acceptance_due_at)
                                   .OptionalTime(dossier.received_at)
                                   .OptionalTime(dossier.due_at)
                                   .OptionalTime(dossier.request_due_at)
                                   .OptionalTime(DeadlineOf(dossier))
                                   .Int(dossier.fee_vnd)
                                   .Bool(dossier.fee_paid)
                                   .Int(dossier.supplement_requests)
                                   .Bool(dossier.accepted)
                                   .Time(dossier.last_occurred_at)};
}

db::Query UpdateDossierQuery(const Dossier& dossier) {
  return {sql::kUpdateDossier, db::Params()
                                   .Text(dossier.id)
                                   .Int(dossier.revision)
                                   .Int(dossier.sequence)
                                   .Int(dossier::WireNumber(dossier.state))
                                   .Int(static_cast<int>(dossier.end_reason))
                                   .Bytes(ToDocument(dossier.content).SerializeAsString())
                                   .OptionalTime(dossier.next_alert_at)
                                   .OptionalTime(dossier.acceptance_due_at)
                                   .OptionalTime(dossier.received_at)
                                   .OptionalTime(dossier.due_at)
                                   .OptionalTime(dossier.request_due_at)
                                   .OptionalTime(DeadlineOf(dossier))
                                   .Bool(dossier.fee_paid)
                                   .Int(dossier.supplement_requests)
                                   .Bool(dossier.accepted)
                                   .Time(dossier.last_occurred_at)};
}

}  // namespace motcua::intake
