#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "status/status_entry.h"

namespace motcua::gateway {

/// Asks the owner of a dossier for its present status: intake first, which alone may answer
/// "unknown", then processing if it was accepted. Thread-safe.
class Owner {
 public:
  virtual ~Owner() = default;
  /// Returns an entry with `unknown` set if there is no such dossier. Errors are those of the call:
  /// UNAVAILABLE, DEADLINE_EXCEEDED.
  virtual absl::StatusOr<StatusEntry> Ask(const CallContext& call,
                                          const std::string& lookup_key) = 0;
  /// Whether a telephone number is that of the dossier's applicant; also false for an unknown code.
  /// Intake answers even after acceptance, and records who asked (design rule 6). Errors are those
  /// of the call.
  virtual absl::StatusOr<bool> IsApplicantsPhone(const CallContext& call,
                                                 const std::string& lookup_key,
                                                 const std::string& phone) = 0;
};

}  // namespace motcua::gateway
