#pragma once

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// Dates one open dossier anew by the calendar in force (design rule 12): a ledger row and an event
/// that names both versions when the date moves, else only the version is noted. The revision
/// stays, so no clerk's open form is spoiled. Thread-safe.
class RedateDossier {
 public:
  RedateDossier(RuleBook& rules, const Clock& clock, IdGenerator& ids)
      : rules_(rules), clock_(clock), ids_(ids) {}

  /// In the caller's session; OK also when there is nothing to do any more.
  absl::Status Execute(Session& session, const std::string& dossier_id) const;

 private:
  RuleBook& rules_;
  const Clock& clock_;
  IdGenerator& ids_;
};

}  // namespace motcua::processing
