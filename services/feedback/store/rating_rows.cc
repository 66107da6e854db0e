#include "store/rating_rows.h"

#include <set>

#include "motcua/calendar/time_zone.h"

#include "store/sql.h"

namespace motcua::feedback {
namespace {

using db::Field;
using db::Type;

const db::Table<HandedOver>& HandedOvers() {
  static const db::Table<HandedOver> kHandedOver(
      "handed_over",
      {db::Key(Field("dossier_id", Type::kUuid, &HandedOver::dossier_id)),
       Field("code", &HandedOver::code), Field("lookup_key", &HandedOver::lookup_key),
       Field("handling_agency", &HandedOver::handling_agency),
       Field("procedure_code", &HandedOver::procedure_code),
       Field("handed_over_at", &HandedOver::handed_over_at)});
  return kHandedOver;
}

const db::Table<Rating>& Ratings() {
  static const db::Table<Rating> kRatings(
      "ratings", {db::Derived<Rating>(
                      "dossier_id", Type::kUuid,
                      [](const Rating& row, db::Array& out) { out.Text(row.dossier.dossier_id); }),
                  Field("score", Type::kSmallint, &Rating::score), Field("source", &Rating::source),
                  Field("rated_at", &Rating::rated_at)});
  return kRatings;
}

}  // namespace

std::vector<db::Query> RatedDossiersQueries(const std::vector<std::string>& lookup_keys,
                                            db::Reading reading) {
  static const db::ReadStatements kReads =
      HandedOvers().Reads("handed_over", "WHERE lookup_key = ANY ($1::text[]) ORDER BY dossier_id");
  const db::Params keys = db::Params().Values(db::TextArray(lookup_keys));
  return {{.statement = kReads[reading], .params = keys},
          {.statement = sql::kFindRatings, .params = keys}};
}

std::vector<RatedDossier> ReadRatedDossiers(const std::vector<db::Result>& results) {
  std::set<std::string> rated;
  for (const db::Row row : results[1]) {
    rated.insert(row.Text("dossier_id"));
  }
  std::vector<RatedDossier> dossiers;
  for (const HandedOver& one : HandedOvers().ReadAll(results[0])) {
    const bool has_rating = rated.contains(one.dossier_id);
    dossiers.push_back({.id = one.dossier_id,
                        .revision = has_rating ? 1 : 0,
                        .last_occurred_at = one.handed_over_at,
                        .dossier = one});
  }
  return dossiers;
}

void InsertRatings(db::Transaction& transaction, const std::vector<Rating>& ratings) {
  db::Array days(Type::kDate);
  db::Array agencies(Type::kText);
  db::Array sources(Type::kSmallint);
  db::Array scores(Type::kSmallint);
  for (const Rating& rating : ratings) {
    days.Date(calendar::DateOf(rating.rated_at));
    agencies.Text(rating.dossier.handling_agency);
    sources.Int(static_cast<int>(rating.source));
    scores.Int(rating.score);
  }
  transaction.Write(Ratings().Insert(ratings));
  transaction.Write(
      {.statement = sql::kCountNewRatings,
       .params = db::Params().Values(days).Values(agencies).Values(sources).Values(scores)});
}

}  // namespace motcua::feedback
