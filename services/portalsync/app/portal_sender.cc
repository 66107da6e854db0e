#include "app/portal_sender.h"

#include "motcua/base/check.h"
#include "motcua/base/status_macros.h"

#include "store/pg_queue.h"

namespace motcua::portalsync {
namespace {

// Small, so that a round ends soon after its time limit.
constexpr int kBatch = 10;

}  // namespace

PortalSender::PortalSender(const Parts& parts)
    : pool_(parts.pool),
      portal_(parts.access, parts.client, parts.session,
              [this] {
                MOTCUA_CHECK(held_ != nullptr);
                return held_->Check();
              }),
      send_(portal_, parts.applicants, parts.machine),
      work_(send_, parts.breaker, parts.machine, parts.options) {}

absl::StatusOr<bool> PortalSender::Round(program::HeldShard& held) {
  held_ = &held;
  PgQueue queue(pool_, held.lock(), held.set_aside(), held.shard());
  while (!held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(
        const WorkShard::Round round,
        work_.Run(
            queue, kBatch, [&held] { return held.Check(); }, [&held] { return held.ShouldEnd(); }));
    if (round.paused) {
      held.set_aside().KeepUntried();
    }
    if (round.tried == 0 || round.paused) {
      return false;
    }
  }
  return true;
}

}  // namespace motcua::portalsync
