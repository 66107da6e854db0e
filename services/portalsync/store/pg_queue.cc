#include "store/pg_queue.h"

#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

#include "store/event_rows.h"
#include "store/sql.h"

namespace motcua::portalsync {
namespace {

constexpr char kLostAtPortal[] = "Cổng không còn giữ, gửi lại / lost by the portal, sent again";

const db::MadeStatement& ReadDue() {
  static const db::MadeStatement kReadDue{
      "read_due", "SELECT d.dossier_id, d.code, e.position, e.status, e.attempts, " +
                      EventColumns("e") + R"sql(, h.refused_at, h.finished_at, h.handed_over_at
  FROM dossiers d
  JOIN events e ON e.dossier_id = d.dossier_id AND e.position = d.acknowledged_position + 1
  CROSS JOIN LATERAL (
    SELECT max(p.occurred_at) FILTER (WHERE p.state = 3 AND p.previous_state <> 3) AS refused_at,
      max(p.occurred_at) FILTER (WHERE p.state = 9 AND p.previous_state <> 9) AS finished_at,
      max(p.occurred_at) FILTER (WHERE p.state = 10 AND p.previous_state <> 10) AS handed_over_at
    FROM events p WHERE p.dossier_id = d.dossier_id AND p.position <= e.position) h
  WHERE d.shard = $1 AND d.next_attempt_at <= $2 AND d.dossier_id <> ALL ($4::uuid[]) ORDER BY d.next_attempt_at LIMIT $3
)sql"};
  return kReadDue;
}

NextEvent ReadNext(const db::Row& row) {
  NextEvent next{.dossier_id = row.Text("dossier_id"),
                 .code = row.Text("code"),
                 .position = static_cast<int>(row.Int("position")),
                 .status = static_cast<EventStatus>(row.Int("status")),
                 .attempts = static_cast<int>(row.Int("attempts")),
                 .event = ReadEvent(row)};
  next.event.refused_at = row.OptionalTime("refused_at");
  next.event.finished_at = row.OptionalTime("finished_at");
  next.event.handed_over_at = row.OptionalTime("handed_over_at");
  return next;
}

}  // namespace

absl::StatusOr<std::vector<NextEvent>> PgQueue::Due(const CallContext& call, Instant now,
                                                    int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      lease->Execute(
          {ReadDue(), db::Params().Int(shard_).Time(now).Int(limit).Values(set_aside_.Ids())}));
  std::vector<NextEvent> due;
  for (const db::Row row : rows) {
    due.push_back(ReadNext(row));
  }
  return due;
}

absl::Status PgQueue::Write(const CallContext& call, std::string_view name,
                            const std::vector<db::Query>& queries) {
  return pool_.Run(call, name, [&](db::Transaction& transaction) {
    transaction.Write(lock_.CheckFence());
    for (const db::Query& query : queries) {
      transaction.Write(query);
    }
    return absl::OkStatus();
  });
}

absl::Status PgQueue::MarkDossierSent(const CallContext& call, const NextEvent& next) {
  return Write(call, "mark_dossier_sent",
               {{sql::kMarkDossierSent, db::Params().Text(next.event.event_id)}});
}

absl::Status PgQueue::Acknowledge(const CallContext& call, const NextEvent& next,
                                  const std::string& portal_message, Instant now) {
  return Write(
      call, "acknowledge_event",
      {{sql::kAcknowledgeEvent,
        db::Params().Text(next.event.event_id).Time(now).Text(portal_message)},
       {sql::kAdvanceDossier, db::Params().Text(next.dossier_id).Int(next.position).Time(now)}});
}

absl::Status PgQueue::Refuse(const CallContext& call, const NextEvent& next,
                             const std::string& portal_message) {
  return Write(call, "refuse_event",
               {{sql::kRefuseEvent, db::Params().Text(next.event.event_id).Text(portal_message)},
                {sql::kRefuseDossier, db::Params().Text(next.dossier_id)}});
}

absl::Status PgQueue::PutOff(const CallContext& call, const NextEvent& next,
                             const std::string& portal_message, Instant next_attempt_at) {
  return Write(call, "put_off_event",
               {{sql::kPutOffEvent, db::Params().Text(next.event.event_id).Text(portal_message)},
                {sql::kPutOffDossier, db::Params().Text(next.dossier_id).Time(next_attempt_at)}});
}

absl::Status PgQueue::Rewind(const CallContext& call, const NextEvent& next, int held) {
  return Write(
      call, "rewind_dossier",
      {{sql::kRewindEvents, db::Params().Text(next.dossier_id).Int(held).Text(kLostAtPortal)},
       {sql::kRewindDossier, db::Params().Text(next.dossier_id).Int(held)}});
}

absl::Status SavePortalState(db::Pool& pool, const CallContext& call, bool answers, Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool.Acquire(call));
  return lease->Execute({sql::kSetPortalState, db::Params().Bool(answers).Time(now)}).status();
}

}  // namespace motcua::portalsync
