#include "store/self_check.h"

#include "motcua/base/status_macros.h"

namespace motcua::reporting {
namespace {

// The sum of overdue_open over all days is the number of segments begun but not ended: the dossiers
// with overdue_from.
constexpr db::Statement kDifference{"count_report_difference", R"sql(
  WITH g AS (SELECT id FROM generations WHERE state = 'active'),
  rows AS (
    SELECT spans.span, d.* FROM (
      SELECT agency, procedure_code, procedure_version, count(received_on) AS received,
        count(ended_on) FILTER (WHERE received_on IS NOT NULL) AS ended,
        count(overdue_from) AS running
      FROM dossiers WHERE generation = (SELECT id FROM g) GROUP BY 1, 2, 3
    ) AS d CROSS JOIN (VALUES ('d'::"char"), ('m')) AS spans(span)
  ),
  counted AS (
    SELECT span, agency, procedure_code, procedure_version,
      sum(received_online + received_direct + received_post) AS received,
      sum(resolved_early + resolved_on_time + resolved_overdue + returned + withdrawn) AS ended,
      sum(overdue_open) AS running
    FROM counters WHERE generation = (SELECT id FROM g) GROUP BY 1, 2, 3, 4
  )
  SELECT coalesce(sum(abs(coalesce(counted.received, 0) - coalesce(rows.received, 0))
    + abs(coalesce(counted.ended, 0) - coalesce(rows.ended, 0))
    + abs(coalesce(counted.running, 0) - coalesce(rows.running, 0))), 0)::bigint AS difference
  FROM rows FULL JOIN counted USING (span, agency, procedure_code, procedure_version)
)sql"};

}  // namespace

absl::StatusOr<std::int64_t> CountDifference(db::Pool& pool, const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, connection->Execute({kDifference, {}}));
  return found.front().Int("difference");
}

}  // namespace motcua::reporting
