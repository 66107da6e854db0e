#include "store/pg_queue.h"

#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::portalsync {
namespace {

constexpr char kLostAtPortal[] = "Cổng không còn giữ, gửi lại / lost by the portal, sent again";

NextEvent ReadNext(const db::Row& row) {
  return {.dossier_id = row.Text("dossier_id"),
          .code = row.Text("code"),
          .position = static_cast<int>(row.Int("position")),
          .status = static_cast<EventStatus>(row.Int("status")),
          .attempts = static_cast<int>(row.Int("attempts")),
          .event = {.event_id = row.Text("event_id"),
                    .kind = row.Text("kind"),
                    .state = static_cast<NationalState>(row.Int("state")),
                    .occurred_at = row.Time("occurred_at"),
                    .received_at = row.OptionalTime("received_at"),
                    .due_at = row.OptionalTime("due_at"),
                    .actor = static_cast<ActorKind>(row.Int("actor_kind")),
                    .officer = row.Text("officer"),
                    .handling_agency = row.Text("handling_agency"),
                    .current_agency = row.Text("current_agency"),
                    .step_vi = row.Text("step_vi"),
                    .refused_at = row.OptionalTime("refused_at"),
                    .finished_at = row.OptionalTime("finished_at"),
                    .handed_over_at = row.OptionalTime("handed_over_at")}};
}

}  // namespace

absl::StatusOr<std::vector<NextEvent>> PgQueue::Due(const CallContext& call, Instant now,
                                                    int limit) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      lease->Execute({sql::kReadDue, db::Params().Int(shard_).Time(now).Int(limit)}));
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
