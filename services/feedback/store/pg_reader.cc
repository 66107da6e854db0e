#include "store/pg_reader.h"

#include "motcua/base/status_macros.h"

#include "store/opening.h"
#include "store/petition_rows.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

constexpr char kLeastId[] = "00000000-0000-0000-0000-000000000000";
constexpr char kGreatestId[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
// Later than any deadline, and a time that PostgreSQL takes.
constexpr Instant kNever = std::chrono::sys_days{std::chrono::year{9000} / 1 / 1};

}  // namespace

absl::StatusOr<db::Result> PgReader::Execute(const CallContext& call, const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<Opening> PgReader::Read(const CallContext& call,
                                       const std::optional<CommandKey>& key,
                                       const std::string& petition) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          lease->ExecuteAll(OpeningQueries(key, petition, false)));
  return ReadOpening(
      key, petition, results, rules_,
      [&lease](const std::vector<db::Query>& queries) { return lease->ExecuteAll(queries); });
}

absl::StatusOr<Opening> PgReader::Look(const CallContext& call, const CommandKey& key) {
  return Read(call, key, "");
}

absl::StatusOr<Opening> PgReader::Find(const CallContext& call, const std::string& petition) {
  return Read(call, std::nullopt, petition);
}

absl::StatusOr<std::shared_ptr<const Rules>> PgReader::CurrentRules(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const Opening opening, Read(call, std::nullopt, ""));
  return opening.rules;
}

absl::StatusOr<std::vector<HistoryLine>> PgReader::History(const CallContext& call,
                                                           const std::string& petition_id) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          Execute(call, {sql::kReadHistory, db::Params().Text(petition_id)}));
  std::vector<HistoryLine> history;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    history.push_back(ReadHistoryLine(rows, row));
  }
  return history;
}

absl::StatusOr<std::vector<Petition>> PgReader::ReadPetitions(const CallContext& call,
                                                              const db::Query& query) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, Execute(call, query));
  std::vector<Petition> petitions;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    petitions.push_back(ReadPetition(rows, row));
  }
  return petitions;
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
  return ReadPetitions(
      call, {query.state.has_value() ? sql::kWorkListByState : sql::kWorkList, std::move(params)});
}

absl::StatusOr<std::vector<Petition>> PgReader::Published(const CallContext& call,
                                                          const PublishedQuery& query) {
  const ListPosition before = query.before.value_or(ListPosition{kNever, kGreatestId});
  db::Params params;
  params.Time(before.at).Text(before.id).Int(query.limit);
  if (!query.about_agency.empty()) {
    params.Text(query.about_agency);
  }
  return ReadPetitions(call, {query.about_agency.empty() ? sql::kPublished : sql::kPublishedAbout,
                              std::move(params)});
}

absl::StatusOr<std::vector<PetitionCount>> PgReader::CountPetitions(const CallContext& call,
                                                                    const Period& period,
                                                                    Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call,
              {sql::kCountPetitions, db::Params().Text(period.from).Text(period.to).Time(now)}));
  std::vector<PetitionCount> counts;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    counts.push_back({.handling_agency = std::string(rows.Text(row, 0)),
                      .petition_class = static_cast<PetitionClass>(rows.Int(row, 1)),
                      .received = rows.Int(row, 2),
                      .answered_in_time = rows.Int(row, 3),
                      .answered_late = rows.Int(row, 4),
                      .open_in_time = rows.Int(row, 5),
                      .open_overdue = rows.Int(row, 6),
                      .refused = rows.Int(row, 7),
                      .forwarded = rows.Int(row, 8),
                      .published = rows.Int(row, 9)});
  }
  return counts;
}

absl::StatusOr<std::vector<RatingCount>> PgReader::CountRatings(const CallContext& call,
                                                                const Period& period) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result rows,
      Execute(call, {sql::kCountRatings, db::Params().Text(period.from).Text(period.to)}));
  std::vector<RatingCount> counts;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    counts.push_back({.handling_agency = std::string(rows.Text(row, 0)),
                      .source = static_cast<RatingSource>(rows.Int(row, 1)),
                      .score = static_cast<int>(rows.Int(row, 2)),
                      .ratings = rows.Int(row, 3)});
  }
  return counts;
}

absl::StatusOr<std::uint64_t> PgSerialIssuer::Next(const CallContext& call,
                                                   const std::string& day) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result row,
                          lease->Execute({sql::kNextSerial, db::Params().Text(day)}));
  return static_cast<std::uint64_t>(row.Int(0, 0));
}

}  // namespace motcua::feedback
