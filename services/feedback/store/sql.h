#pragma once

#include "motcua/db/statement.h"

namespace motcua::feedback::sql {

// In the order of ReadPetition.
#define MOTCUA_FEEDBACK_PETITION_COLUMNS                                                         \
  "p.id, p.code, p.lookup_key, p.secret_hash, p.revision, p.state, p.class, p.channel, p.title," \
  " p.content, p.sender_name, p.sender_phone, p.sender_email, p.sender_address,"                 \
  " p.about_dossier, p.about_agency, p.handling_agency, p.external_code, p.restricted, p.asked," \
  " p.question, p.answer, p.public_text, p.closing_note, p.rules_version, p.rules_line,"         \
  " p.sent_at, p.refuse_due_at, p.ask_due_at, p.transfer_due_at, p.answer_due_at,"               \
  " p.publish_due_at, p.answered_at, p.published_at, p.last_occurred_at"

// Two ways to name a petition, each by its own index.
inline constexpr db::Statement kReadPetitionById{"read_petition_by_id",
                                                 "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
                                                 " FROM petitions p WHERE p.id = $1"};
inline constexpr db::Statement kReadPetitionByKey{"read_petition_by_key",
                                                  "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
                                                  " FROM petitions p WHERE p.lookup_key = $1"};
inline constexpr db::Statement kLockPetitionById{"lock_petition_by_id",
                                                 "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
                                                 " FROM petitions p WHERE p.id = $1 FOR UPDATE"};
inline constexpr db::Statement kLockPetitionByKey{
    "lock_petition_by_key", "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
                            " FROM petitions p WHERE p.lookup_key = $1 FOR UPDATE"};

inline constexpr db::Statement kInsertPetition{
    "insert_petition",
    "INSERT INTO petitions (id, code, lookup_key, secret_hash, revision, state, class, channel,"
    " title, content, sender_name, sender_phone, sender_email, sender_address, about_dossier,"
    " about_agency, handling_agency, external_code, restricted, asked, question, answer,"
    " public_text, closing_note, rules_version, rules_line, sent_at, refuse_due_at, ask_due_at,"
    " transfer_due_at, answer_due_at, answer_due_on, step_due_at, last_occurred_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " false, false, '', '', '', '', $19, $20, $21, $22, $23, $24, $25, $26::date, $27, $28)"};
inline constexpr db::Statement kUpdatePetition{
    "update_petition",
    "UPDATE petitions SET revision = $2, state = $3, class = $4, handling_agency = $5,"
    " restricted = $6, asked = $7, question = $8, answer = $9, public_text = $10,"
    " closing_note = $11, rules_line = $12, refuse_due_at = $13, ask_due_at = $14,"
    " transfer_due_at = $15, answer_due_at = $16, answer_due_on = $17::date, publish_due_at = $18,"
    " answered_at = $19, published_at = $20, step_due_at = $21, last_occurred_at = $22"
    " WHERE id = $1"};
inline constexpr db::Statement kInsertHistory{
    "insert_petition_history",
    "INSERT INTO petition_history (petition_id, revision, at, state, actor_kind, actor_id,"
    " actor_agency, from_agency, to_agency, note, due_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
inline constexpr db::Statement kReadHistory{
    "read_petition_history",
    "SELECT at, state, actor_kind, actor_id, actor_agency, from_agency, to_agency, note, due_at"
    " FROM petition_history WHERE petition_id = $1 ORDER BY revision"};
inline constexpr db::Statement kNextSerial{
    "next_petition_serial",
    "INSERT INTO code_serials AS s (day, last) VALUES ($1::date, 1)"
    " ON CONFLICT (day) DO UPDATE SET last = s.last + 1 RETURNING last"};

// Work lists: rows after ($2, $3) in the order of (step_due_at, id), due before $5.
inline constexpr db::Statement kWorkList{
    "petition_work_list",
    "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
    " FROM petitions p WHERE p.handling_agency = $1 AND p.step_due_at IS NOT NULL"
    " AND (p.step_due_at, p.id) > ($2, $3::uuid) AND p.step_due_at < $5"
    " ORDER BY p.step_due_at, p.id LIMIT $4"};
inline constexpr db::Statement kWorkListByState{
    "petition_work_list_by_state",
    "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
    " FROM petitions p WHERE p.handling_agency = $1 AND p.state = $6 AND p.step_due_at IS NOT NULL"
    " AND (p.step_due_at, p.id) > ($2, $3::uuid) AND p.step_due_at < $5"
    " ORDER BY p.step_due_at, p.id LIMIT $4"};
// Newest first, before ($1, $2).
inline constexpr db::Statement kPublished{"published_petitions",
                                          "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
                                          " FROM petitions p WHERE p.published_at IS NOT NULL"
                                          " AND (p.published_at, p.id) < ($1, $2::uuid)"
                                          " ORDER BY p.published_at DESC, p.id DESC LIMIT $3"};
inline constexpr db::Statement kPublishedAbout{
    "published_petitions_about",
    "SELECT " MOTCUA_FEEDBACK_PETITION_COLUMNS
    " FROM petitions p WHERE p.about_agency = $4 AND p.published_at IS NOT NULL"
    " AND (p.published_at, p.id) < ($1, $2::uuid)"
    " ORDER BY p.published_at DESC, p.id DESC LIMIT $3"};
// $3 is the business "now". States: 6 to 8 answered, 9 refused, 10 forwarded.
inline constexpr db::Statement kCountPetitions{
    "count_petitions",
    "SELECT handling_agency, class, count(*),"
    " count(*) FILTER (WHERE state IN (6, 7, 8) AND answered_at <= answer_due_at),"
    " count(*) FILTER (WHERE state IN (6, 7, 8) AND answered_at > answer_due_at),"
    " count(*) FILTER (WHERE state < 6 AND answer_due_at >= $3),"
    " count(*) FILTER (WHERE state < 6 AND answer_due_at < $3),"
    " count(*) FILTER (WHERE state = 9), count(*) FILTER (WHERE state = 10),"
    " count(*) FILTER (WHERE state = 8)"
    " FROM petitions WHERE answer_due_on BETWEEN $1::date AND $2::date"
    " GROUP BY handling_agency, class ORDER BY handling_agency, class"};

// Ratings.
inline constexpr db::Statement kLockHandedOver{
    "lock_handed_over",
    "SELECT dossier_id, code, lookup_key, handling_agency, procedure_code, handed_over_at"
    " FROM handed_over WHERE lookup_key = $1 FOR UPDATE"};
// After the lock, in a statement and so with a snapshot of its own.
inline constexpr db::Statement kFindRating{
    "find_rating",
    "SELECT r.score FROM ratings r JOIN handed_over h USING (dossier_id) WHERE h.lookup_key = $1"};
inline constexpr db::Statement kInsertHandedOver{
    "insert_handed_over",
    "INSERT INTO handed_over (dossier_id, code, lookup_key, handling_agency, procedure_code,"
    " handed_over_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (dossier_id) DO NOTHING"};
inline constexpr db::Statement kInsertRating{
    "insert_rating",
    "INSERT INTO ratings (dossier_id, score, source, rated_at) VALUES ($1, $2, $3, $4)"};
inline constexpr db::Statement kCountRating{
    "count_rating",
    "INSERT INTO rating_counts AS c (day, handling_agency, source, score, ratings)"
    " VALUES ($1::date, $2, $3, $4, 1)"
    " ON CONFLICT (day, handling_agency, source, score) DO UPDATE SET ratings = c.ratings + 1"};
inline constexpr db::Statement kCountRatings{
    "count_ratings",
    "SELECT handling_agency, source, score, sum(ratings)::bigint FROM rating_counts"
    " WHERE day BETWEEN $1::date AND $2::date GROUP BY handling_agency, source, score"
    " ORDER BY handling_agency, source, score"};

// Rules.
inline constexpr db::Statement kReadRulesVersion{"read_rules_version",
                                                 "SELECT version FROM rules_state"};
inline constexpr db::Statement kRaiseRulesVersion{"raise_rules_version",
                                                  "UPDATE rules_state SET version = version + 1"};
// Orders loads of rules.
inline constexpr db::Statement kLockRules{"lock_rules",
                                          "SELECT version FROM rules_state FOR UPDATE"};
inline constexpr db::Statement kReadPetitionRules{
    "read_petition_rules", "SELECT document FROM petition_rules ORDER BY ordinal"};
inline constexpr db::Statement kInsertPetitionRules{
    "insert_petition_rules", "INSERT INTO petition_rules (version, document) VALUES ($1, $2)"};
inline constexpr db::Statement kReadAgencies{"read_agencies",
                                             "SELECT code, valid_from, valid_to FROM agencies"};
inline constexpr db::Statement kUpsertAgency{
    "upsert_agency",
    "INSERT INTO agencies AS a (code, epoch, sequence, valid_from, valid_to)"
    " VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (code) DO UPDATE SET epoch = $2, sequence = $3, valid_from = $4, valid_to = $5"
    " WHERE (a.epoch, a.sequence) < ($2, $3)"};

}  // namespace motcua::feedback::sql
