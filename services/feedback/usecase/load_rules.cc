#include "usecase/load_rules.h"

#include "motcua/base/status_macros.h"

namespace motcua::feedback {

absl::StatusOr<bool> LoadRules::Execute(const CallContext& call, const PetitionRules& rules,
                                        bool dry_run) const {
  MOTCUA_RETURN_IF_ERROR(CheckRules(rules));
  bool added = false;
  const auto body = [&](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const std::shared_ptr<const Rules> stored, session.LockRules());
    const PetitionRules* same = stored->Find(rules.version);
    added = same == nullptr;
    if (same != nullptr && !(*same == rules)) {
      return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
                   "this version is already stored with different content; load a new version",
                   {{"version", rules.version}});
    }
    if (added && !dry_run) {
      session.InsertRules(rules);
    }
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(work_.Run(call, "LoadPetitionRules", body));
  return added;
}

}  // namespace motcua::feedback
