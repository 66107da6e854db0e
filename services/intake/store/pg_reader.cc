#include "store/pg_reader.h"

#include "motcua/base/status_macros.h"

#include "store/dossier_document.h"
#include "store/dossier_rows.h"
#include "store/sql.h"

namespace motcua::intake {

absl::StatusOr<db::Result> PgReader::Execute(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<std::shared_ptr<const Rules>> PgReader::CurrentRules(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result version,
                          lease->Execute({sql::kReadRulesVersion, db::Params()}));
  return rules_.Get(
      version.front().Int("version"),
      [&lease](const std::vector<db::Query>& queries) { return lease->ExecuteAll(queries); });
}

absl::StatusOr<std::optional<Dossier>> PgReader::FindDossier(const CallContext& call,
                                                             const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Execute(call, DossiersQuery({dossier}, db::Reading::kPlain)));
  std::vector<Dossier> found = ReadDossiers(rows);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

absl::StatusOr<std::optional<PrintedDossier>> PgReader::FindPrinted(const CallContext& call,
                                                                    const std::string& dossier) {
  MOTCUA_ASSIGN_OR_RETURN(std::optional<Dossier> found, FindDossier(call, dossier));
  if (!found.has_value()) {
    return std::optional<PrintedDossier>();
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Execute(call, {sql::kReadPrinted, db::Params().Text(found->id)}));
  PrintedDossier printed{.dossier = *std::move(found)};
  if (!rows.empty()) {
    const db::Row row = rows.front();
    printed.lookup_secret = row.Text("secret");
    v1::Receipt document;
    if (!row.IsNull("document") && document.ParseFromString(row.Bytes("document"))) {
      printed.receipt = ToReceipt(document);
    }
  }
  return std::optional(std::move(printed));
}

absl::StatusOr<std::vector<Dossier>> PgReader::List(const CallContext& call,
                                                    const ListQuery& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Execute(call, WaitingQuery(query)));
  return ReadDossiers(rows);
}

absl::StatusOr<std::map<std::string, PaperFacts>> PgReader::FindPapers(
    const CallContext& call, const std::vector<std::string>& paper_ids) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kDescribePapers, db::Params().Values(db::UuidArray(paper_ids))}));
  std::map<std::string, PaperFacts> papers;
  for (const db::Row row : rows) {
    papers.emplace(row.Text("id"), PaperFacts{.id = row.Text("id"),
                                              .file_name = row.Text("file_name"),
                                              .media_type = row.Text("media_type"),
                                              .sha256 = row.Text("sha256"),
                                              .size = row.Int("size")});
  }
  return papers;
}

}  // namespace motcua::intake
