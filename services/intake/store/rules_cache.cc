#include "store/rules_cache.h"

#include <iterator>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/calendar_json.h"

#include "store/catalogue_document.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE",
               "a stored document of the rules is not of its type");
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> ReadCalendar(
    const db::Result& rows) {
  if (rows.empty()) {
    return std::shared_ptr<const calendar::WorkingCalendar>();
  }
  auto calendar = calendar::ParseCalendarJson(rows.front().Text("document"));
  if (!calendar.ok()) {
    return Unreadable();
  }
  return std::make_shared<const calendar::WorkingCalendar>(*std::move(calendar));
}

absl::StatusOr<std::shared_ptr<const Rules>> Load(const RulesCache::Execute& execute) {
  std::vector<db::Query> queries = CatalogueQueriesSql();
  queries.push_back({sql::kReadWorkflows, db::Params()});
  queries.push_back({sql::kReadCalendar, db::Params()});
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results, execute(std::move(queries)));
  MOTCUA_ASSIGN_OR_RETURN(Catalogue catalogue, ReadCatalogue(results, 0));
  std::vector<ApprovedWorkflow> workflows;
  for (const db::Row row : results[3]) {
    workflows.push_back({.id = row.Text("id"), .version = static_cast<int>(row.Int("version"))});
  }
  MOTCUA_ASSIGN_OR_RETURN(auto calendar, ReadCalendar(results[4]));
  return std::make_shared<const Rules>(std::move(catalogue), workflows, std::move(calendar));
}

}  // namespace

std::vector<db::Query> CatalogueQueriesSql() {
  return {{sql::kReadAgencies, db::Params()},
          {sql::kReadRuleSets, db::Params()},
          {sql::kReadProcedures, db::Params()}};
}

absl::StatusOr<Catalogue> ReadCatalogue(const std::vector<db::Result>& results, std::size_t first) {
  namespace doc = motcua::catalogue::v1;
  Catalogue catalogue;
  const auto read = [](const db::Result& rows, auto document, const auto& take) -> absl::Status {
    for (const db::Row row : rows) {
      if (!document.ParseFromString(row.Bytes("document"))) {
        return Unreadable();
      }
      take(document);
    }
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(read(results[first], doc::Agency(), [&](const doc::Agency& document) {
    catalogue.agencies.push_back(ToAgency(document));
  }));
  MOTCUA_RETURN_IF_ERROR(read(
      results[first + 1], doc::RuleSet(),
      [&](const doc::RuleSet& document) { catalogue.rule_sets.push_back(ToRuleSet(document)); }));
  MOTCUA_RETURN_IF_ERROR(
      read(results[first + 2], doc::Procedure(), [&](const doc::Procedure& document) {
        catalogue.procedures.push_back(ToProcedure(document));
      }));
  return catalogue;
}

absl::StatusOr<std::shared_ptr<const Rules>> RulesCache::Get(std::int64_t version,
                                                             const Execute& execute) {
  {
    const std::lock_guard lock(mutex_);
    if (rules_ != nullptr && version_ >= version) {
      return rules_;
    }
  }
  // The tables are read after the version was, so they are of that version or newer; labelled with
  // the older one they are at worst read once more.
  MOTCUA_ASSIGN_OR_RETURN(std::shared_ptr<const Rules> loaded, Load(execute));
  const std::lock_guard lock(mutex_);
  if (version > version_) {
    version_ = version;
    rules_ = loaded;
  }
  return loaded;
}

}  // namespace motcua::intake
