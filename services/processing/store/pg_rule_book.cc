#include "store/pg_rule_book.h"

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendar/calendar_json.h"
#include "motcua/calendar/in_force.h"

#include "store/rules_mapping.h"
#include "store/sql.h"

namespace motcua::processing {
namespace {

constexpr std::chrono::steady_clock::duration kForGood = std::chrono::years(100);
constexpr std::chrono::milliseconds kReadLimit{2000};

absl::Status Missing(std::string_view reason, std::string_view message) {
  // UNAVAILABLE and not NOT_FOUND: a dossier refers to it, so it exists and has only not arrived
  // yet.
  return Error(absl::StatusCode::kUnavailable, reason, message);
}

absl::Status Unreadable(std::string_view what, std::string_view id) {
  return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE", "stored rules cannot be read",
               {{"document", what}, {"id", id}});
}

}  // namespace

template <typename Key, typename Value, typename Read>
absl::StatusOr<Value> PgRuleBook::Find(Cache<Key, Value>& cache, const Key& key, Duration fresh_for,
                                       const db::Query& query, const Read& read) {
  const auto now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = cache.find(key);
        found != cache.end() && now - found->second.read_at < fresh_for) {
      return found->second.value;
    }
  }
  CallContext call;
  call.deadline = now + kReadLimit;
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows, lease->Execute(query));
  MOTCUA_ASSIGN_OR_RETURN(Value value, absl::StatusOr<Value>(read(rows)));
  const std::lock_guard lock(mutex_);
  return cache.insert_or_assign(key, Kept<Value>{std::move(value), now}).first->second.value;
}

absl::StatusOr<std::shared_ptr<const Workflow>> PgRuleBook::FindWorkflow(const std::string& id,
                                                                         int version) {
  using Found = absl::StatusOr<std::shared_ptr<const Workflow>>;
  return Find(workflows_, std::pair(id, version), kForGood,
              {sql::kReadWorkflow, db::Params().Text(id).Int(version)},
              [&](const db::Result& rows) -> Found {
                if (rows.empty()) {
                  return Missing("WORKFLOW_UNKNOWN",
                                 "the workflow of the dossier is not known here yet");
                }
                workflow::v1::Workflow document;
                if (!document.ParseFromString(rows.front().Bytes("document")) ||
                    document.id() != id || document.version() != version) {
                  return Unreadable("workflow", id + "/" + std::to_string(version));
                }
                return std::make_shared<const Workflow>(ToWorkflow(document));
              });
}

absl::StatusOr<std::shared_ptr<const RuleSet>> PgRuleBook::FindRuleSet(const std::string& id) {
  using Found = absl::StatusOr<std::shared_ptr<const RuleSet>>;
  static const db::MadeStatement kRead =
      catalogue::RuleSets().Select("read_rule_set", "WHERE id = $1");
  return Find(
      rule_sets_, id, fresh_for_, {kRead, db::Params().Text(id)},
      [&](const db::Result& rows) -> Found {
        if (rows.empty()) {
          return Missing("RULE_SET_UNKNOWN", "the rule set of the dossier is not known here yet");
        }
        catalogue::v1::RuleSet document;
        if (!document.ParseFromString(rows.front().Bytes("document")) || document.id() != id) {
          return Unreadable("rule set", id);
        }
        return std::make_shared<const RuleSet>(ToRuleSet(document));
      });
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> PgRuleBook::CurrentCalendar() {
  MOTCUA_ASSIGN_OR_RETURN(const std::string version,
                          Find(current_calendar_, std::string(), fresh_for_,
                               {sql::kCurrentCalendarVersion, db::Params()},
                               [](const db::Result& rows) -> absl::StatusOr<std::string> {
                                 if (rows.empty()) {
                                   return Error(absl::StatusCode::kFailedPrecondition,
                                                "CALENDAR_UNKNOWN",
                                                "no working calendar is loaded yet");
                                 }
                                 return rows.front().Text("version");
                               }));
  return FindCalendar(version);
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> PgRuleBook::FindCalendar(
    const std::string& version) {
  using Found = absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>>;
  return Find(calendars_, version, kForGood, {sql::kReadCalendar, db::Params().Text(version)},
              [&](const db::Result& rows) -> Found {
                if (rows.empty()) {
                  return Missing("CALENDAR_UNKNOWN",
                                 "this version of the working calendar is not known here");
                }
                auto calendar = calendar::ParseCalendarJson(rows.front().Text("document"));
                if (!calendar.ok()) {
                  return Unreadable("calendar", version);
                }
                return std::make_shared<const calendar::WorkingCalendar>(*std::move(calendar));
              });
}

absl::Status PgRuleBook::CheckAgency(const std::string& field, const std::string& code,
                                     Instant now) {
  using Found = absl::StatusOr<catalogue::Agency>;
  static const db::MadeStatement kRead =
      catalogue::Agencies().Select("read_agency", "WHERE code = $1");
  MOTCUA_ASSIGN_OR_RETURN(const catalogue::Agency agency,
                          Find(agencies_, code, fresh_for_, {kRead, db::Params().Text(code)},
                               [&](const db::Result& rows) -> Found {
                                 if (rows.empty()) {
                                   // Not cached: callers can make up any number of names.
                                   return FieldError(field, "AGENCY_UNKNOWN", "no such agency");
                                 }
                                 return catalogue::Agencies().Read(rows.front());
                               }));
  if (!calendar::InForce(agency.valid_from, agency.valid_to,
                         calendar::FormatDate(calendar::DateOf(now)))) {
    return FieldError(field, "AGENCY_CLOSED", "this agency is not in operation");
  }
  return absl::OkStatus();
}

void PgRuleBook::Refresh() {
  const std::lock_guard lock(mutex_);
  current_calendar_.clear();
}

}  // namespace motcua::processing
