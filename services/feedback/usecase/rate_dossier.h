#pragma once

#include <functional>
#include <string>

#include <absl/status/statusor.h>

#include "usecase/command.h"

namespace motcua::feedback {

/// Rates a dossier whose result was handed over: once, whoever asks how often. The caller has
/// checked that the person may rate it. Thread-safe.
///
/// Errors: those of MakeKey, ReplayOf and CheckRating; NOT_FOUND / DOSSIER_UNKNOWN;
/// FAILED_PRECONDITION / NOT_HANDED_OVER; ALREADY_EXISTS / ALREADY_RATED; UNAVAILABLE when the
/// dossier is not known here and an owner cannot be asked.
class RateDossier {
 public:
  using Encode = std::function<std::string(const Rating&)>;

  RateDossier(UnitOfWork& work, Dossiers& dossiers, const Clock& clock, IdGenerator& ids)
      : work_(work), dossiers_(dossiers), clock_(clock), ids_(ids) {}

  absl::StatusOr<std::string> Execute(const CallContext& call, const Invocation& invocation,
                                      const std::string& code, int score, RatingSource source,
                                      const Encode& encode) const;

 private:
  UnitOfWork& work_;
  Dossiers& dossiers_;
  const Clock& clock_;
  IdGenerator& ids_;
};

}  // namespace motcua::feedback
