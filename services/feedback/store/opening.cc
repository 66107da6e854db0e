#include "store/opening.h"

#include "motcua/base/status_macros.h"

#include "store/petition_rows.h"
#include "store/sql.h"

namespace motcua::feedback {

command::Key ToRecord(const CommandKey& key) {
  return {
      .caller = key.caller, .method = key.method, .key = key.key, .request_hash = key.request_hash};
}

std::optional<RecordedAnswer> ReadRecorded(const db::Result& rows) {
  auto answer = command::ReadAnswer(rows);
  if (!answer.has_value()) {
    return std::nullopt;
  }
  return RecordedAnswer{.request_hash = std::move(answer->request_hash),
                        .bytes = std::move(answer->response)};
}

std::vector<db::Query> OpeningQueries(const std::optional<CommandKey>& key,
                                      const std::string& petition, bool lock) {
  std::vector<db::Query> queries;
  if (!petition.empty()) {
    queries.push_back(FindPetitionQuery(petition, lock));
  }
  if (key.has_value()) {
    queries.push_back(command::FindAnswer(ToRecord(*key)));
  }
  queries.push_back({sql::kReadRulesVersion, db::Params()});
  return queries;
}

absl::StatusOr<Opening> ReadOpening(const std::optional<CommandKey>& key,
                                    const std::string& petition,
                                    const std::vector<db::Result>& results, RulesCache& rules,
                                    const RulesCache::Execute& execute) {
  Opening opening;
  std::size_t next = 0;
  if (!petition.empty()) {
    if (const db::Result& rows = results[next++]; !rows.empty()) {
      opening.petition = ReadPetition(rows, 0);
    }
  }
  if (key.has_value()) {
    opening.answer = ReadRecorded(results[next++]);
  }
  MOTCUA_ASSIGN_OR_RETURN(opening.rules, rules.Get(results[next].Int(0, 0), execute));
  return opening;
}

}  // namespace motcua::feedback
