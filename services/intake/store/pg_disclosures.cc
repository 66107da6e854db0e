#include "store/pg_disclosures.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

#include "store/sql.h"

namespace motcua::intake {
namespace {

// On which the keeping of the row rests.
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

absl::StatusOr<std::map<std::string, std::string>> PgDisclosures::PaperNames(
    const CallContext& call, const std::vector<std::string>& paper_ids) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      lease->Execute({sql::kReadPaperNames, db::Params().Values(db::UuidArray(paper_ids))}));
  std::map<std::string, std::string> names;
  for (const db::Row row : rows) {
    names.emplace(row.Text("id"), row.Text("file_name"));
  }
  return names;
}

}  // namespace motcua::intake
