#include "store/pg_queue.h"

#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::portalsync {
namespace {

constexpr char kLostAtPortal[] = "Cổng không còn giữ, gửi lại / lost by the portal, sent again";

NextEvent ReadNext(const db::Result& rows, std::size_t row) {
  NextEvent next;
  next.dossier_id = rows.Text(row, 0);
  next.code = rows.Text(row, 1);
  next.position = static_cast<int>(rows.Int(row, 2));
  next.status = static_cast<EventStatus>(rows.Int(row, 3));
  next.attempts = static_cast<int>(rows.Int(row, 4));
  DossierEvent& event = next.event;
  event.event_id = rows.Text(row, 5);
  event.kind = rows.Text(row, 6);
  event.state = static_cast<NationalState>(rows.Int(row, 7));
  event.occurred_at = rows.Time(row, 8);
  event.received_at = rows.OptionalTime(row, 9);
  event.due_at = rows.OptionalTime(row, 10);
  event.actor = static_cast<ActorKind>(rows.Int(row, 11));
  event.officer = rows.Text(row, 12);
  event.handling_agency = rows.Text(row, 13);
  event.current_agency = rows.Text(row, 14);
  event.step_vi = rows.Text(row, 15);
  event.refused_at = rows.OptionalTime(row, 16);
  event.finished_at = rows.OptionalTime(row, 17);
  event.handed_over_at = rows.OptionalTime(row, 18);
  return next;
}

}  // namespace

absl::StatusOr<std::vector<NextEvent>> PgQueue::Due(const CallContext& call, Instant now,
                                                    int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      lease->Execute({sql::kReadDue, db::Params().Int(shard_).Time(now).Int(limit)}));
  std::vector<NextEvent> due;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    due.push_back(ReadNext(rows, row));
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
