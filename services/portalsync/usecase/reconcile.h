#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::portalsync {

/// A dossier as it should be at the portal.
struct TrueDossier {
  std::string dossier_id;
  std::string code;
  int state = 0;
  /// Number of progress entries.
  int events = 0;
  /// True if an event is not acknowledged yet.
  bool waiting = false;
};

/// Pages of all dossiers, in the order of their ids. Thread-safe.
class TrueDossiers {
 public:
  virtual ~TrueDossiers() = default;
  virtual absl::StatusOr<std::vector<TrueDossier>> After(const CallContext& call,
                                                         const std::string& dossier_id,
                                                         int limit) = 0;
};

struct Difference {
  std::string code;
  int portal_state = 0;
  int true_state = 0;
};

struct Reconciliation {
  int equal = 0;
  int waiting = 0;
  std::vector<Difference> differences;
  /// Where the next page begins; empty at the end.
  std::string next;
};

/// Compares state and number of progress entries at the portal with the true ones. UNAVAILABLE /
/// PORTAL_DOWN when the portal does not answer; DEADLINE_EXCEEDED / DEADLINE_PASSED when the page
/// takes longer than the caller waits.
absl::StatusOr<Reconciliation> Reconcile(const CallContext& call, Portal& portal,
                                         TrueDossiers& dossiers, const std::string& after,
                                         int page_size);

}  // namespace motcua::portalsync
