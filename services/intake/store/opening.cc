#include "store/opening.h"

#include "motcua/base/check.h"
#include "motcua/base/status_macros.h"

#include "store/dossier_rows.h"
#include "store/sql.h"

namespace motcua::intake {

command::Key ToRecord(const CommandKey& key) {
  return {
      .caller = key.caller, .method = key.method, .key = key.key, .request_hash = key.request_hash};
}

std::vector<db::Query> OpeningQueries(const OpeningRequest& request, bool lock) {
  std::vector<db::Query> queries;
  if (!request.dossier.empty()) {
    queries.push_back(FindDossierQuery(request.dossier, lock));
  }
  if (request.key.has_value()) {
    queries.push_back(command::FindAnswer(ToRecord(*request.key)));
  }
  if (!request.papers.empty()) {
    queries.push_back({sql::kMissingPapers, db::Params().Values(db::UuidArray(request.papers))});
  }
  queries.push_back({sql::kReadRulesVersion, db::Params()});
  return queries;
}

absl::StatusOr<Opening> ReadOpening(const OpeningRequest& request,
                                    const std::vector<db::Result>& results, RulesCache& rules,
                                    const RulesCache::Execute& execute) {
  Opening opening;
  std::size_t next = 0;
  if (!request.dossier.empty()) {
    const db::Result& rows = results[next++];
    if (!rows.empty()) {
      opening.dossier = ReadDossier(rows, 0);
    }
  }
  if (request.key.has_value()) {
    if (auto answer = command::ReadAnswer(results[next++]); answer.has_value()) {
      opening.answer = RecordedAnswer{.request_hash = std::move(answer->request_hash),
                                      .bytes = std::move(answer->response)};
    }
  }
  if (!request.papers.empty()) {
    const db::Result& rows = results[next++];
    for (std::size_t row = 0; row < rows.size(); ++row) {
      opening.missing_papers.emplace_back(rows.Text(row, 0));
    }
  }
  MOTCUA_CHECK(next + 1 == results.size());
  MOTCUA_ASSIGN_OR_RETURN(opening.rules, rules.Get(results[next].Int(0, 0), execute));
  return opening;
}

}  // namespace motcua::intake
