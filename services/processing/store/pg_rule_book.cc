#include "store/pg_rule_book.h"

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendar/calendar_json.h"

#include "store/rules_mapping.h"
#include "store/sql.h"

namespace motcua::processing {
namespace {

constexpr std::chrono::seconds kFreshFor{1};
constexpr std::chrono::milliseconds kReadLimit{2000};

bool Fresh(std::chrono::steady_clock::time_point read_at) {
  return std::chrono::steady_clock::now() - read_at < kFreshFor;
}

absl::Status Missing(std::string_view reason, std::string_view message) {
  // UNAVAILABLE and not NOT_FOUND: a dossier refers to it, so it exists and has only not arrived
  // yet.
  return Error(absl::StatusCode::kUnavailable, reason, message);
}

absl::Status Unreadable(std::string_view what, std::string_view id) {
  return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE",
               "a rule document of this database cannot be read, or is not what its row says",
               {{"document", what}, {"id", id}});
}

}  // namespace

absl::StatusOr<db::Result> PgRuleBook::Read(const db::Query& query) {
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() + kReadLimit;
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  return lease->Execute(query);
}

absl::StatusOr<std::shared_ptr<const Workflow>> PgRuleBook::FindWorkflow(const std::string& id,
                                                                         int version) {
  const std::pair key(id, version);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = workflows_.find(key); found != workflows_.end()) {
      return found->second;
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result result,
                          Read({sql::kReadWorkflow, db::Params().Text(id).Int(version)}));
  if (result.empty()) {
    return Missing("WORKFLOW_UNKNOWN", "the workflow of the dossier is not known here yet");
  }
  workflow::v1::Workflow document;
  if (!document.ParseFromString(result.front().Bytes("document")) || document.id() != id ||
      document.version() != version) {
    return Unreadable("workflow", id + "/" + std::to_string(version));
  }
  auto workflow = std::make_shared<const Workflow>(ToWorkflow(document));
  const std::lock_guard lock(mutex_);
  return workflows_.emplace(key, std::move(workflow)).first->second;
}

absl::StatusOr<std::shared_ptr<const RuleSet>> PgRuleBook::FindRuleSet(const std::string& id) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = rule_sets_.find(id); found != rule_sets_.end()) {
      return found->second;
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result result,
                          Read({sql::kReadRuleSet, db::Params().Text(id)}));
  if (result.empty()) {
    return Missing("RULE_SET_UNKNOWN", "the rule set of the dossier is not known here yet");
  }
  catalogue::v1::RuleSet document;
  if (!document.ParseFromString(result.front().Bytes("document")) || document.id() != id) {
    return Unreadable("rule set", id);
  }
  auto rules = std::make_shared<const RuleSet>(ToRuleSet(document));
  const std::lock_guard lock(mutex_);
  return rule_sets_.emplace(id, std::move(rules)).first->second;
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> PgRuleBook::CurrentCalendar() {
  {
    const std::lock_guard lock(mutex_);
    if (!current_calendar_.empty() && Fresh(current_read_at_)) {
      return calendars_.at(current_calendar_);
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result result,
                          Read({sql::kCurrentCalendarVersion, db::Params()}));
  if (result.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "CALENDAR_UNKNOWN",
                 "no working calendar was loaded yet");
  }
  const std::string version = result.front().Text("version");
  MOTCUA_ASSIGN_OR_RETURN(auto calendar, FindCalendar(version));
  const std::lock_guard lock(mutex_);
  current_calendar_ = version;
  current_read_at_ = std::chrono::steady_clock::now();
  return calendar;
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> PgRuleBook::FindCalendar(
    const std::string& version) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = calendars_.find(version); found != calendars_.end()) {
      return found->second;
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result result,
                          Read({sql::kReadCalendar, db::Params().Text(version)}));
  if (result.empty()) {
    return Missing("CALENDAR_UNKNOWN", "this version of the working calendar is not known here");
  }
  absl::StatusOr<calendar::WorkingCalendar> parsed =
      calendar::ParseCalendarJson(result.front().Text("document"));
  if (!parsed.ok()) {
    return Unreadable("calendar", version);
  }
  auto calendar = std::make_shared<const calendar::WorkingCalendar>(*std::move(parsed));
  const std::lock_guard lock(mutex_);
  return calendars_.emplace(version, std::move(calendar)).first->second;
}

absl::StatusOr<PgRuleBook::Agency> PgRuleBook::FindAgency(const std::string& field,
                                                          const std::string& code) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = agencies_.find(code);
        found != agencies_.end() && Fresh(found->second.read_at)) {
      return found->second;
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(const db::Result result,
                          Read({sql::kReadAgency, db::Params().Text(code)}));
  if (result.empty()) {
    // Not remembered: callers can make up any number of names.
    return FieldError(field, "AGENCY_UNKNOWN", "there is no such agency");
  }
  Agency agency{.valid_from = result.front().Text("valid_from"),
                .valid_to = result.front().Text("valid_to"),
                .read_at = std::chrono::steady_clock::now()};
  const std::lock_guard lock(mutex_);
  return agencies_.insert_or_assign(code, std::move(agency)).first->second;
}

absl::Status PgRuleBook::CheckAgency(const std::string& field, const std::string& code,
                                     Instant now) {
  MOTCUA_ASSIGN_OR_RETURN(const Agency agency, FindAgency(field, code));
  // ISO dates compare as text.
  const std::string today = calendar::FormatDate(calendar::DateOf(now));
  const bool open = (agency.valid_from.empty() || agency.valid_from <= today) &&
                    (agency.valid_to.empty() || today <= agency.valid_to);
  if (!open) {
    return FieldError(field, "AGENCY_CLOSED", "the agency does not exist any more, or not yet");
  }
  return absl::OkStatus();
}

void PgRuleBook::Refresh() {
  const std::lock_guard lock(mutex_);
  current_calendar_.clear();
}

}  // namespace motcua::processing
