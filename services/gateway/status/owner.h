#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "status/status_entry.h"

namespace motcua::gateway {

/// Asks whoever owns a dossier for its present status: intake first, since it alone may say
/// "unknown", then processing when it was accepted. Thread-safe.
class Owner {
 public:
  virtual ~Owner() = default;
  /// An entry with `unknown` set when there is no such dossier. Errors are of the call:
  /// UNAVAILABLE, DEADLINE_EXCEEDED.
  virtual absl::StatusOr<StatusEntry> Ask(const CallContext& call,
                                          const std::string& lookup_key) = 0;
  /// Whether a telephone number is that of the dossier's applicant; false for an unknown code, too.
  /// Intake answers, at any time, and records who asked (design rule 6). Errors are of the call.
  virtual absl::StatusOr<bool> IsApplicantsPhone(const CallContext& call,
                                                 const std::string& lookup_key,
                                                 const std::string& phone) = 0;
};

}  // namespace motcua::gateway
