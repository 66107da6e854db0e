#include "store/pg_reader.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "store/petition_rows.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

constexpr char kLeastId[] = "00000000-0000-0000-0000-000000000000";
constexpr char kGreatestId[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
// Later than any deadline, but accepted by PostgreSQL.
constexpr Instant kNever = std::chrono::sys_days{std::chrono::year{9000} / 1 / 1};

// Rows after ($2, $3) in the order of (step_due_at, id), due before $5.
const db::MadeStatement& WorkListStatement(bool by_state) {
  const auto make = [](const char* name, const std::string& state) -> db::MadeStatement {
    return {name, "SELECT " + PetitionColumns() + " FROM petitions p WHERE p.handling_agency = $1" +
                      state + R"sql(
  AND p.step_due_at IS NOT NULL AND (p.step_due_at, p.id) > ($2, $3::uuid) AND p.step_due_at < $5
  ORDER BY p.step_due_at, p.id LIMIT $4
)sql"};
  };
  static const db::MadeStatement kAll = make("petition_work_list", "");
  static const db::MadeStatement kByState =
      make("petition_work_list_by_state", " AND p.state = $6");
  return by_state ? kByState : kAll;
}

// Newest first, before ($1, $2).
const db::MadeStatement& PublishedStatement(bool about_agency) {
  const auto make = [](const char* name, const std::string& agency) -> db::MadeStatement {
    return {name, "SELECT " + PetitionColumns() +
                      " FROM petitions p WHERE p.published_at IS NOT NULL" + agency + R"sql(
  AND (p.published_at, p.id) < ($1, $2::uuid) ORDER BY p.published_at DESC, p.id DESC LIMIT $3
)sql"};
  };
  static const db::MadeStatement kAll = make("published_petitions", "");
  static const db::MadeStatement kAbout =
      make("published_petitions_about", " AND p.about_agency = $4");
  return about_agency ? kAbout : kAll;
}

}  // namespace

absl::StatusOr<db::Result> PgReader::Execute(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<Found> PgReader::Find(const CallContext& call, const std::string& petition) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          lease->ExecuteAll({PetitionsQuery({petition}, db::Reading::kPlain),
                                             {sql::kReadRulesVersion, db::Params()}}));
  Found found;
  if (std::vector<Petition> petitions = feedback::ReadPetitions(results[0]); !petitions.empty()) {
    found.petition = std::move(petitions.front());
  }
  MOTCUA_ASSIGN_OR_RETURN(found.rules, rules_.Get(results[1].front().Int("version"),
                                                  [&lease](const std::vector<db::Query>& queries) {
                                                    return lease->ExecuteAll(queries);
                                                  }));
  return found;
}

absl::StatusOr<std::shared_ptr<const Rules>> PgReader::CurrentRules(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result version,
                          lease->Execute({sql::kReadRulesVersion, db::Params()}));
  return rules_.Get(
      version.front().Int("version"),
      [&lease](const std::vector<db::Query>& queries) { return lease->ExecuteAll(queries); });
}

absl::StatusOr<std::vector<HistoryLine>> PgReader::History(const CallContext& call,
                                                           const std::string& petition_id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Execute(call, HistoryQuery(petition_id)));
  return ReadHistory(rows);
}

absl::StatusOr<std::map<std::string, std::string>> PgReader::Repeated(
    const CallContext& call, const std::vector<std::string>& petition_ids) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kFindRepeated, db::Params().Values(db::UuidArray(petition_ids))}));
  std::map<std::string, std::string> repeated;
  for (const db::Row row : rows) {
    repeated.emplace(row.Text("petition_id"), row.Text("code"));
  }
  return repeated;
}

absl::StatusOr<std::vector<Petition>> PgReader::ReadPetitions(const CallContext& call,
                                                              const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Execute(call, query));
  return feedback::ReadPetitions(rows);
}

absl::StatusOr<std::vector<Petition>> PgReader::WorkList(const CallContext& call,
                                                         const WorkListQuery& query) {
  const ListPosition after = query.after.value_or(ListPosition{Instant{}, kLeastId});
  db::Params params;
  params.Text(query.handling_agency)
      .Time(after.at)
      .Text(after.id)
      .Int(query.limit)
      .Time(query.overdue_at.value_or(kNever));
  if (query.state.has_value()) {
    params.Int(static_cast<int>(*query.state));
  }
  return ReadPetitions(call, {WorkListStatement(query.state.has_value()), std::move(params)});
}

absl::StatusOr<std::vector<Petition>> PgReader::Published(const CallContext& call,
                                                          const PublishedQuery& query) {
  const ListPosition before = query.before.value_or(ListPosition{kNever, kGreatestId});
  db::Params params;
  params.Time(before.at).Text(before.id).Int(query.limit);
  if (!query.about_agency.empty()) {
    params.Text(query.about_agency);
  }
  return ReadPetitions(call, {PublishedStatement(!query.about_agency.empty()), std::move(params)});
}

absl::StatusOr<std::vector<PetitionCount>> PgReader::CountPetitions(const CallContext& call,
                                                                    const Period& period,
                                                                    Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call,
              {sql::kCountPetitions, db::Params().Text(period.from).Text(period.to).Time(now)}));
  std::vector<PetitionCount> counts;
  for (const db::Row row : rows) {
    counts.push_back({.handling_agency = row.Text("handling_agency"),
                      .petition_class = static_cast<PetitionClass>(row.Int("class")),
                      .received = row.Int("received"),
                      .answered_in_time = row.Int("answered_in_time"),
                      .answered_late = row.Int("answered_late"),
                      .open_in_time = row.Int("open_in_time"),
                      .open_overdue = row.Int("open_overdue"),
                      .refused = row.Int("refused"),
                      .forwarded = row.Int("forwarded"),
                      .joined = row.Int("joined"),
                      .published = row.Int("published")});
  }
  return counts;
}

absl::StatusOr<std::vector<RatingCount>> PgReader::CountRatings(const CallContext& call,
                                                                const Period& period) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kCountRatings, db::Params().Text(period.from).Text(period.to)}));
  std::vector<RatingCount> counts;
  for (const db::Row row : rows) {
    counts.push_back({.handling_agency = row.Text("handling_agency"),
                      .source = static_cast<RatingSource>(row.Int("source")),
                      .score = static_cast<int>(row.Int("score")),
                      .ratings = row.Int("ratings")});
  }
  return counts;
}

}  // namespace motcua::feedback
