#include "domain/target.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/text.h"

namespace motcua::reporting {
namespace {

constexpr int kAll = 10'000;
constexpr std::size_t kMostTargets = 100;
constexpr std::size_t kLongestText = 500;

constexpr std::array<std::pair<Indicator, std::string_view>, 3> kNames = {
    {{Indicator::kProceduresPublished, "procedures_published"},
     {Indicator::kDossiersOnTime, "dossiers_on_time"},
     {Indicator::kPetitionsInTime, "petitions_in_time"}}};

bool IsId(std::string_view id) {
  return (id.size() == 2 || id.size() == 3) && id[0] == 'T' && id[1] >= '1' && id[1] <= '9' &&
         (id.size() == 2 || (id[2] >= '0' && id[2] <= '9'));
}

absl::Status CheckText(std::string_view value, const std::string& field) {
  return text::Check(value, {.field = field,
                             .most = kLongestText,
                             .required = true,
                             .missing = "TARGET_INVALID",
                             .too_long = "TARGET_INVALID"});
}

absl::Status CheckTarget(const Target& target, const std::string& field) {
  if (!IsId(target.id)) {
    return FieldError(field + ".id", "TARGET_INVALID", "an id must be T1 to T99");
  }
  if (target.at_least_basis_points < 0 || target.at_least_basis_points > kAll) {
    return FieldError(field + ".at_least_basis_points", "TARGET_INVALID",
                      "at_least_basis_points must be 0 to 10000, in hundredths of a per cent");
  }
  MOTCUA_RETURN_IF_ERROR(CheckText(target.name_vi, field + ".name_vi"));
  return CheckText(target.source, field + ".source");
}

}  // namespace

std::string_view NameOf(Indicator indicator) {
  return std::ranges::find(kNames, indicator, &std::pair<Indicator, std::string_view>::first)
      ->second;
}

std::optional<Indicator> IndicatorOf(std::string_view name) {
  const auto found =
      std::ranges::find(kNames, name, &std::pair<Indicator, std::string_view>::second);
  return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

absl::Status CheckTargets(const std::vector<Target>& targets) {
  if (targets.empty() || targets.size() > kMostTargets) {
    return FieldError("targets", "TARGET_INVALID", "1 to 100 targets in one load");
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::string field = "targets[" + std::to_string(i) + "]";
    MOTCUA_RETURN_IF_ERROR(CheckTarget(targets[i], field));
    if (!seen.insert(targets[i].id).second) {
      return FieldError(field + ".id", "TARGET_INVALID", "the same id is listed twice");
    }
  }
  return absl::OkStatus();
}

std::optional<int> Ratio::basis_points() const {
  return of == 0 ? std::nullopt
                 : std::optional(static_cast<int>((2 * reached * kAll + of) / (2 * of)));
}

bool Ratio::Meets(int at_least_basis_points) const {
  return of != 0 && reached * kAll >= static_cast<std::int64_t>(at_least_basis_points) * of;
}

}  // namespace motcua::reporting
