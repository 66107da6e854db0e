#include "command/catalogue_loads.h"

#include <cstdint>
#include <vector>

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "messaging/catalogue_events.h"
#include "store/catalogue_rows.h"

namespace motcua::intake {

absl::StatusOr<CatalogueChange> CatalogueLoads::Load(db::Transaction& transaction,
                                                     const CallContext& call,
                                                     const Catalogue& catalogue,
                                                     bool dry_run) const {
  MOTCUA_ASSIGN_OR_RETURN(const StoredCatalogue stored, LockCatalogue(transaction));
  MOTCUA_ASSIGN_OR_RETURN(CatalogueChange change,
                          DecideLoad(catalogue, stored, parts_.clock.Now()));
  if (dry_run || change.empty()) {
    return change;
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::int64_t> sequences,
                          WriteCatalogue(transaction, change));
  command::AppendAudit(
      transaction, {command::AuditOfLoad(call, "LoadCatalogue", "catalogue/" + change.province)});
  const LoadContext context{
      .epoch = parts_.epoch, .at = change.at, .traceparent = call.traceparent};
  std::size_t next = 0;
  const auto append = [&](const auto& entries) {
    for (const auto& entry : entries) {
      outbox::Append(transaction,
                     {MakeCatalogueEvent(entry, parts_.ids.NewId(), sequences[next++], context)});
    }
  };
  append(change.agencies);
  append(change.rule_sets);
  append(change.procedures);
  transaction.AfterCommit(parts_.on_commit);
  return change;
}

}  // namespace motcua::intake
