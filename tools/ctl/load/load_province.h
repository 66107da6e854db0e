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

/// The three calls that load a province; `key` as for every command.
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
  /// Waits before the next attempt.
  std::function<void(std::chrono::milliseconds)> wait;
};

struct LoadOutcome {
  intake::v1::LoadCatalogueResponse catalogue;
  processing::v1::LoadCalendarResponse calendar;
  processing::v1::LoadWorkflowsResponse workflows;
  /// Faults found by the programs in the check; if there are any, nothing was applied.
  std::vector<LoadFault> faults;
  /// Number of further faults, which did not fit into the programs' answers.
  std::size_t faults_left_out = 0;
};

/// First checks all three parts and collects their faults. If there are none, and unless
/// `check_only`, applies catalogue, calendar and workflows in this order, each in one transaction
/// of its program. Repeating a load changes nothing, so an interrupted load is simply run again.
///
/// A call answered UNAVAILABLE is tried again for up to 30 s, because programs may still be
/// starting. Errors: answers that are not faults of the data (UNAVAILABLE, VERSION_FROZEN, …), and
/// TOO_LARGE for a part above the limit of 1 MiB per call.
absl::StatusOr<LoadOutcome> LoadProvince(const Province& province, bool check_only,
                                         const ProvinceCalls& calls);

}  // namespace motcua::ctl
