#pragma once

#include "motcua/db/statement.h"

namespace motcua::intake::sql {

#define MOTCUA_INTAKE_DOSSIER_COLUMNS                                                         \
  "d.id, d.code, d.lookup_key, d.secret_hash, d.revision, d.sequence, d.state, d.end_reason," \
  " d.channel, d.procedure_version, d.rule_set, d.content, d.filed_at, d.next_alert_at,"      \
  " d.acceptance_due_at, d.received_at, d.due_at, d.request_due_at, d.fee_vnd, d.fee_paid,"   \
  " d.supplement_requests, d.accepted, d.last_occurred_at"

// Two ways to name a dossier, each by its own index.
inline constexpr db::Statement kReadDossierById{"read_dossier_by_id",
                                                "SELECT " MOTCUA_INTAKE_DOSSIER_COLUMNS
                                                " FROM dossiers d WHERE d.id = $1"};
inline constexpr db::Statement kReadDossierByKey{"read_dossier_by_key",
                                                 "SELECT " MOTCUA_INTAKE_DOSSIER_COLUMNS
                                                 " FROM dossiers d WHERE d.lookup_key = $1"};
inline constexpr db::Statement kLockDossierById{"lock_dossier_by_id",
                                                "SELECT " MOTCUA_INTAKE_DOSSIER_COLUMNS
                                                " FROM dossiers d WHERE d.id = $1 FOR UPDATE"};
inline constexpr db::Statement kLockDossierByKey{
    "lock_dossier_by_key",
    "SELECT " MOTCUA_INTAKE_DOSSIER_COLUMNS " FROM dossiers d WHERE d.lookup_key = $1 FOR UPDATE"};
inline constexpr db::Statement kReadPrinted{
    "read_printed",
    "SELECT s.secret, r.document FROM lookup_secrets s"
    " LEFT JOIN receipts r USING (dossier_id) WHERE s.dossier_id = $1"};

inline constexpr db::Statement kInsertDossier{
    "insert_dossier",
    "INSERT INTO dossiers (id, code, lookup_key, secret_hash, revision, sequence, state,"
    " end_reason, channel, procedure_code, procedure_version, rule_set, receiving_agency,"
    " handling_agency, content, filed_at, alert_shard, next_alert_at, acceptance_due_at,"
    " received_at, due_at, request_due_at, deadline_at, fee_vnd, fee_paid, supplement_requests,"
    " accepted, last_occurred_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
    " $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)"};
inline constexpr db::Statement kUpdateDossier{
    "update_dossier",
    "UPDATE dossiers SET revision = $2, sequence = $3, state = $4, end_reason = $5, content = $6,"
    " next_alert_at = $7, acceptance_due_at = $8, received_at = $9, due_at = $10,"
    " request_due_at = $11, deadline_at = $12, fee_paid = $13, supplement_requests = $14,"
    " accepted = $15, last_occurred_at = $16 WHERE id = $1"};
inline constexpr db::Statement kInsertSecret{
    "insert_lookup_secret", "INSERT INTO lookup_secrets (dossier_id, secret) VALUES ($1, $2)"};
inline constexpr db::Statement kInsertReceipt{
    "insert_receipt", "INSERT INTO receipts (dossier_id, document) VALUES ($1, $2)"};
inline constexpr db::Statement kCitePapers{
    "cite_papers",
    "INSERT INTO dossier_papers (dossier_id, paper_id) SELECT $1::uuid, unnest($2::uuid[])"
    " ON CONFLICT DO NOTHING"};

inline constexpr db::Statement kInsertPaper{
    "insert_paper",
    "INSERT INTO papers (id, file_name, media_type, sha256, content) VALUES ($1, $2, $3, $4, $5)"};
inline constexpr db::Statement kReadPaperNames{
    "read_paper_names", "SELECT id, file_name FROM papers WHERE id = ANY($1::uuid[])"};
inline constexpr db::Statement kMissingPapers{
    "missing_papers",
    "SELECT asked.id FROM unnest($1::uuid[]) AS asked(id)"
    " WHERE NOT EXISTS (SELECT FROM papers p WHERE p.id = asked.id)"};

inline constexpr db::Statement kNextSerial{
    "next_serial",
    "INSERT INTO code_serials AS s (agency, day, last) VALUES ($1, $2::date, 1)"
    " ON CONFLICT (agency, day) DO UPDATE SET last = s.last + 1 RETURNING last"};

// The work list: rows after ($2, $3) in the order of (deadline_at, id).
inline constexpr db::Statement kListWaiting{
    "list_waiting", "SELECT " MOTCUA_INTAKE_DOSSIER_COLUMNS
                    " FROM dossiers d WHERE d.receiving_agency = $1 AND d.deadline_at IS NOT NULL"
                    " AND (d.deadline_at, d.id) > ($2, $3::uuid)"
                    " ORDER BY d.deadline_at, d.id LIMIT $4"};
inline constexpr db::Statement kListWaitingByState{
    "list_waiting_by_state",
    "SELECT " MOTCUA_INTAKE_DOSSIER_COLUMNS
    " FROM dossiers d WHERE d.receiving_agency = $1 AND d.state = $5 AND d.deadline_at IS NOT NULL"
    " AND (d.deadline_at, d.id) > ($2, $3::uuid) ORDER BY d.deadline_at, d.id LIMIT $4"};
inline constexpr db::Statement kDueAlerts{
    "due_alerts",
    "SELECT id FROM dossiers WHERE alert_shard = $1 AND next_alert_at <= $2"
    " ORDER BY next_alert_at LIMIT $3"};

// Rules.
inline constexpr db::Statement kReadRulesVersion{"read_rules_version",
                                                 "SELECT version FROM rules_state"};
inline constexpr db::Statement kRaiseRulesVersion{"raise_rules_version",
                                                  "UPDATE rules_state SET version = version + 1"};
// Orders loads of the catalogue.
inline constexpr db::Statement kLockRules{"lock_rules",
                                          "SELECT version FROM rules_state FOR UPDATE"};
inline constexpr db::Statement kReadProvince{"read_province", "SELECT province FROM installation"};
inline constexpr db::Statement kNameProvince{"name_province",
                                             "UPDATE rules_state SET province_name_vi = $1"};
inline constexpr db::Statement kReadAgencies{"read_agencies", "SELECT document FROM agencies"};
inline constexpr db::Statement kReadRuleSets{"read_rule_sets", "SELECT document FROM rule_sets"};
inline constexpr db::Statement kReadProcedures{"read_procedures",
                                               "SELECT document FROM procedures"};
inline constexpr db::Statement kReadWorkflows{"read_approved_workflows",
                                              "SELECT id, version FROM approved_workflows"};
inline constexpr db::Statement kReadCalendar{
    "read_calendar", "SELECT document FROM calendars ORDER BY epoch DESC, sequence DESC LIMIT 1"};
inline constexpr db::Statement kUpsertAgency{
    "upsert_agency",
    "INSERT INTO agencies AS a (code, sequence, document) VALUES ($1, 1, $2)"
    " ON CONFLICT (code) DO UPDATE SET sequence = a.sequence + 1, document = $2"
    " RETURNING sequence"};
inline constexpr db::Statement kUpsertRuleSet{
    "upsert_rule_set",
    "INSERT INTO rule_sets AS r (id, sequence, document) VALUES ($1, 1, $2)"
    " ON CONFLICT (id) DO UPDATE SET sequence = r.sequence + 1, document = $2"
    " RETURNING sequence"};
inline constexpr db::Statement kUpsertProcedure{
    "upsert_procedure",
    "INSERT INTO procedures AS p (code, version, sequence, document) VALUES ($1, $2, 1, $3)"
    " ON CONFLICT (code, version) DO UPDATE SET sequence = p.sequence + 1, document = $3"
    " RETURNING sequence"};
inline constexpr db::Statement kInsertWorkflow{
    "insert_approved_workflow",
    "INSERT INTO approved_workflows (id, version) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
inline constexpr db::Statement kInsertCalendar{
    "insert_calendar",
    "INSERT INTO calendars AS c (version, epoch, sequence, document) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (version) DO UPDATE SET epoch = $2, sequence = $3, document = $4"
    " WHERE (c.epoch, c.sequence) < ($2, $3)"};

}  // namespace motcua::intake::sql
