#include "store/timeline.h"

#include <algorithm>

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"

namespace motcua::intake {

absl::Status ReadTimeline(db::Pool& pool, const CallContext& call, const Dossier& dossier,
                          v1::GetTimelineResponse& response) {
  constexpr int kMostEntries = 1000;
  const std::int64_t before = std::max<std::int64_t>(dossier.sequence - kMostEntries, 0);
  MOTCUA_ASSIGN_OR_RETURN(
      const std::vector<outbox::Event> events,
      outbox::ListEvents(pool, call, "dossier", dossier.id, before, kMostEntries));
  for (const outbox::Event& event : events) {
    // Field 1 of every dossier event has the facts; the rest is not read.
    motcua::type::v1::DossierEventHead head;
    if (!head.ParseFromString(event.payload)) {
      return Error(absl::StatusCode::kInternal, "EVENT_UNREADABLE",
                   "a stored event does not match its type");
    }
    v1::TimelineEntry& entry = *response.add_entries();
    entry.mutable_facts()->Swap(head.mutable_facts());
    entry.set_event_type(event.type);
    entry.set_event_id(event.event_id);
  }
  return absl::OkStatus();
}

}  // namespace motcua::intake
