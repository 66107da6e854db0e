#pragma once

#include "motcua/db/statement.h"

namespace motcua::intake::sql {

inline constexpr db::Statement kReadPrinted{
    "read_printed",
    "SELECT s.secret, r.document FROM lookup_secrets s"
    " LEFT JOIN receipts r USING (dossier_id) WHERE s.dossier_id = $1"};

inline constexpr db::Statement kDescribePapers{"describe_papers", R"sql(
  SELECT id, file_name, media_type, sha256, octet_length(content) AS size
  FROM papers WHERE id = ANY($1::uuid[])
)sql"};
// Draws the requested number of serials per agency and local day; returns the last of each.
// In a fixed order, so that two replicas do not wait for each other.
inline constexpr db::Statement kNextSerials{"next_serials", R"sql(
  INSERT INTO code_serials AS s (agency, day, last)
  SELECT * FROM unnest($1::text[], $2::date[], $3::bigint[]) ORDER BY 1, 2
  ON CONFLICT (agency, day) DO UPDATE SET last = s.last + excluded.last
  RETURNING agency, day::text AS day, last
)sql"};
inline constexpr db::Statement kCitePapers{"cite_papers", R"sql(
  INSERT INTO dossier_papers (dossier_id, paper_id)
  SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING
)sql"};
inline constexpr db::Statement kMissingPapers{"missing_papers", R"sql(
  SELECT asked.id FROM unnest($1::uuid[]) AS asked (id)
  WHERE NOT EXISTS (SELECT FROM papers p WHERE p.id = asked.id)
)sql"};
inline constexpr db::Statement kDueAlerts{"due_alerts", R"sql(
  SELECT id FROM dossiers WHERE alert_shard = $1 AND next_alert_at <= $2
    AND id <> ALL ($4::uuid[])
  ORDER BY next_alert_at LIMIT $3
)sql"};

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

}  // namespace motcua::intake::sql
