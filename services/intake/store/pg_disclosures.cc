#include "store/pg_disclosures.h"

#include "motcua/command/audit.h"

namespace motcua::intake {
namespace {

// Legal basis for keeping the row.
constexpr char kLegalGround[] = "Luật 91/2025/QH15";

}  // namespace

absl::Status PgDisclosures::Record(const CallContext& call, const DisclosureRecord& record) {
  return pool_.Run(call, "record_disclosure", [&](db::Transaction& transaction) {
    command::AppendAudit(
        transaction,
        {{.caller = call.caller,
          .method = record.method,
          .actor = {.kind = ActorKind::kSystem, .id = record.disclosure.recipient, .agency = {}},
          .subject = record.dossier_id,
          .revision_before = record.revision,
          .revision_after = record.revision,
          .reason = record.disclosure.purpose,
          .legal_ground = kLegalGround,
          .traceparent = call.traceparent}});
    return absl::OkStatus();
  });
}

}  // namespace motcua::intake
