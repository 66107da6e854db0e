#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/intake/v1/catalogue_service.pb.h"
#include "motcua/processing/v1/rules_service.pb.h"

#include "load/province_files.h"

namespace motcua::ctl {

/// The three calls that take a province in; `key` as for every command.
struct ProvinceCalls {
  std::function<absl::StatusOr<intake::v1::LoadCatalogueResponse>(
      const intake::v1::LoadCatalogueRequest&, const std::string& key)>
      load_catalogue;
  std::function<absl::StatusOr<processing::v1::LoadCalendarResponse>(
      const processing::v1::LoadCalendarRequest&, const std::string& key)>
      load_calendar;
  std::function<absl::StatusOr<processing::v1::LoadWorkflowsResponse>(
      const processing::v1::LoadWorkflowsRequest&, const std::string& key)>
      load_workflows;
  std::function<std::string()> new_key;
  /// Waits before another attempt.
  std::function<void(std::chrono::milliseconds)> wait;
};

struct LoadOutcome {
  intake::v1::LoadCatalogueResponse catalogue;
  processing::v1::LoadCalendarResponse calendar;
  processing::v1::LoadWorkflowsResponse workflows;
  /// What the programs found wrong in the check; then nothing was applied.
  std::vector<LoadFault> faults;
  /// How many more the programs counted: their answers name as many as they hold.
  std::size_t faults_left_out = 0;
};

/// First all three as a check only; the faults of all are collected. Without any, and unless
/// `check_only`, applies catalogue, calendar and workflows in this order: each is one transaction
/// of its program. Repeating a load changes nothing, so one that broke off is simply run again.
///
/// A call answered UNAVAILABLE is tried again for up to 30 s: programs may still be starting.
/// Errors: what a program answers that is not a fault of the data (UNAVAILABLE, VERSION_FROZEN, …),
/// and TOO_LARGE for a part beyond the 1 MiB that a call carries.
absl::StatusOr<LoadOutcome> LoadProvince(const Province& province, bool check_only,
                                         const ProvinceCalls& calls);

}  // namespace motcua::ctl
