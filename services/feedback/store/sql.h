#pragma once

#include "motcua/db/statement.h"

namespace motcua::feedback::sql {

// Draws the requested number of petition serials per day; returns the last of each.
inline constexpr db::Statement kNextSerials{"next_petition_serials", R"sql(
  INSERT INTO code_serials AS s (day, last)
  SELECT * FROM unnest($1::date[], $2::bigint[]) ORDER BY 1
  ON CONFLICT (day) DO UPDATE SET last = s.last + excluded.last RETURNING day::text AS day, last
)sql"};
// The first petition of the 30 days before each of $1 that has a likeness in common with it. For
// each likeness one step into the index, however often the same was sent.
inline constexpr db::Statement kFindRepeated{"find_repeated", R"sql(
  SELECT DISTINCT ON (mine.petition_id) mine.petition_id::text AS petition_id, p.code
  FROM petition_likenesses mine
  CROSS JOIN LATERAL (
    SELECT e.petition_id, e.sent_at FROM petition_likenesses e
    WHERE e.likeness = mine.likeness AND e.sent_at >= mine.sent_at - interval '30 days'
      AND (e.sent_at, e.petition_id) < (mine.sent_at, mine.petition_id)
    ORDER BY e.sent_at, e.petition_id LIMIT 1) first
  JOIN petitions p ON p.id = first.petition_id
  WHERE mine.petition_id = ANY ($1::uuid[])
  ORDER BY mine.petition_id, first.sent_at, first.petition_id
)sql"};
// $3 is the business "now". States: 6 to 8 answered, 9 refused, 10 forwarded,
// 11 joined.
inline constexpr db::Statement kCountPetitions{"count_petitions", R"sql(
  SELECT handling_agency, class, count(*) AS received,
    count(*) FILTER (WHERE state IN (6, 7, 8) AND answered_at <= answer_due_at) AS answered_in_time,
    count(*) FILTER (WHERE state IN (6, 7, 8) AND answered_at > answer_due_at) AS answered_late,
    count(*) FILTER (WHERE state < 6 AND answer_due_at >= $3) AS open_in_time,
    count(*) FILTER (WHERE state < 6 AND answer_due_at < $3) AS open_overdue,
    count(*) FILTER (WHERE state = 9) AS refused, count(*) FILTER (WHERE state = 10) AS forwarded,
    count(*) FILTER (WHERE state = 11) AS joined,
    count(*) FILTER (WHERE state = 8) AS published
  FROM petitions WHERE answer_due_on BETWEEN $1::date AND $2::date
  GROUP BY handling_agency, class ORDER BY handling_agency, class
)sql"};

// Ratings.
inline constexpr db::Statement kInsertHandedOver{"insert_handed_over", R"sql(
  INSERT INTO handed_over (dossier_id, code, lookup_key, handling_agency, procedure_code,
    handed_over_at)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (dossier_id) DO NOTHING
)sql"};
// Runs after the lock as a separate statement, with its own snapshot.
inline constexpr db::Statement kFindRatings{"find_ratings", R"sql(
  SELECT h.dossier_id FROM handed_over h JOIN ratings r USING (dossier_id)
  WHERE h.lookup_key = ANY ($1::text[])
)sql"};
// In a fixed order, to avoid deadlocks between replicas.
inline constexpr db::Statement kCountNewRatings{"count_new_ratings", R"sql(
  INSERT INTO rating_counts AS c (day, handling_agency, source, score, ratings)
  SELECT day, agency, source, score, count(*)
  FROM unnest($1::date[], $2::text[], $3::smallint[], $4::smallint[]) AS u (day, agency, source,
    score)
  GROUP BY day, agency, source, score ORDER BY day, agency, source, score
  ON CONFLICT (day, handling_agency, source, score)
  DO UPDATE SET ratings = c.ratings + excluded.ratings
)sql"};
inline constexpr db::Statement kCountRatings{"count_ratings", R"sql(
  SELECT handling_agency, source, score, sum(ratings)::bigint AS ratings FROM rating_counts
  WHERE day BETWEEN $1::date AND $2::date GROUP BY handling_agency, source, score
  ORDER BY handling_agency, source, score
)sql"};

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

}  // namespace motcua::feedback::sql
