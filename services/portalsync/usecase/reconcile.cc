#include "usecase/reconcile.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::portalsync {

absl::StatusOr<Reconciliation> Reconcile(const CallContext& call, Portal& portal,
                                         TrueDossiers& dossiers, const std::string& after,
                                         int page_size) {
  Reconciliation found;
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<TrueDossier> page,
                          dossiers.After(call, after, page_size + 1));
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (i == static_cast<std::size_t>(page_size)) {
      found.next = page[i - 1].dossier_id;
      break;
    }
    const TrueDossier& dossier = page[i];
    if (dossier.waiting) {
      ++found.waiting;
      continue;
    }
    if (std::chrono::steady_clock::now() >= call.deadline) {
      return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
                   "the portal is too slow for a page of this size");
    }
    const LookedUp seen = portal.LookUp(dossier.code);
    if (seen.answer.verdict != Verdict::kAccepted) {
      return Error(absl::StatusCode::kUnavailable, "PORTAL_DOWN", "the portal does not answer");
    }
    if (seen.held.known && seen.held.state == dossier.state &&
        static_cast<int>(seen.held.progress.size()) == dossier.events) {
      ++found.equal;
    } else {
      found.differences.push_back(
          {.code = dossier.code, .portal_state = seen.held.state, .true_state = dossier.state});
    }
  }
  return found;
}

}  // namespace motcua::portalsync
