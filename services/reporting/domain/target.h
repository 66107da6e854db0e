#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>

namespace motcua::reporting {

/// The indicator of a target.
enum class Indicator { kProceduresPublished = 1, kDossiersOnTime = 2, kPetitionsInTime = 3 };

/// `procedures_published`, `dossiers_on_time`, `petitions_in_time`.
std::string_view NameOf(Indicator indicator);
std::optional<Indicator> IndicatorOf(std::string_view name);

/// A target of the province for one indicator.
struct Target {
  /// T1 ... T17, as in the decision.
  std::string id;
  Indicator indicator = Indicator::kDossiersOnTime;
  /// 9800 is 98 %.
  int at_least_basis_points = 0;
  std::string name_vi;
  std::string source;
};

/// INVALID_ARGUMENT / TARGET_INVALID with the field of the first fault. Requires 1 to 100 targets,
/// unique ids T1 ... T99, 0 to 100 per cent, a name and a source of 1 to 500 characters;
/// TEXT_INVALID for a control character in them.
absl::Status CheckTargets(const std::vector<Target>& targets);

/// A ratio of what has been reached.
struct Ratio {
  std::int64_t reached = 0;
  std::int64_t of = 0;

  /// Rounded half up, as printed reports are: 21 of 37 is 5676; empty without a denominator.
  std::optional<int> basis_points() const;
  /// Exact, without rounding: 97.999 %, shown as 98 %, does not meet 98 %. False without a
  /// denominator.
  bool Meets(int at_least_basis_points) const;
};

}  // namespace motcua::reporting
