#include "messaging/rules_catch_up.h"

#include "motcua/base/status_macros.h"

namespace motcua::intake {
namespace {

// Versions to look for per workflow: there are few, and a gap ends the search.
constexpr int kMostVersions = 100;

}  // namespace

absl::StatusOr<bool> RulesCatchUp::Take(const CallContext& call, inbox::Inbox& inbox,
                                        const std::string& stream, const std::string& key) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> events, pull_(call, stream, key, 0));
  for (const outbox::Event& event : events) {
    MOTCUA_RETURN_IF_ERROR(inbox.Take(call, event).status());
  }
  return !events.empty();
}

absl::Status RulesCatchUp::Run(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> rules, reader_.CurrentRules(call));
  if (rules->calendar() == nullptr) {
    MOTCUA_RETURN_IF_ERROR(Take(call, calendars_, "calendar", "calendar").status());
  }
  for (const std::string& id : rules->WorkflowsMissing()) {
    for (int version = 1; version <= kMostVersions; ++version) {
      const std::string key = "workflow/" + id + "/" + std::to_string(version);
      MOTCUA_ASSIGN_OR_RETURN(const bool found, Take(call, workflows_, "workflow", key));
      if (!found) {
        break;
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace motcua::intake
