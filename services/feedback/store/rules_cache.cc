#include "store/rules_cache.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendarfeed/calendar_feed.h"

#include "messaging/rules_document.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

absl::StatusOr<std::shared_ptr<const Rules>> Load(const RulesCache::Execute& execute) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          execute({{sql::kReadAgencies, db::Params()},
                                   {sql::kReadPetitionRules, db::Params()},
                                   calendarfeed::NewestCalendarQuery()}));
  std::vector<Agency> agencies;
  for (const db::Row row : results[0]) {
    agencies.push_back({.code = row.Text("code"),
                        .valid_from = row.Text("valid_from"),
                        .valid_to = row.Text("valid_to")});
  }
  std::vector<PetitionRules> versions;
  for (const db::Row row : results[1]) {
    v1::PetitionRules document;
    auto rules = document.ParseFromString(row.Bytes("document"))
                     ? ToRules(document)
                     : absl::StatusOr<PetitionRules>(absl::InternalError(""));
    if (!rules.ok()) {
      return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE",
                   "stored rules on petitions are not of their type");
    }
    versions.push_back(*std::move(rules));
  }
  MOTCUA_ASSIGN_OR_RETURN(auto calendar, calendarfeed::ReadNewestCalendar(results[2]));
  return std::make_shared<const Rules>(std::move(agencies), std::move(versions),
                                       std::move(calendar));
}

}  // namespace

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

}  // namespace motcua::feedback
