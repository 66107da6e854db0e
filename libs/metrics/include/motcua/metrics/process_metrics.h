#pragma once

#include <string_view>
#include <vector>

#include "motcua/metrics/registry.h"

namespace motcua::metrics {

/// Adds the metrics that every program has: `motcua_build_info{service,version}`,
/// `motcua_process_resident_memory_bytes`, `motcua_process_cpu_seconds_total`,
/// `motcua_process_open_fds`, `motcua_process_max_fds`, `motcua_process_start_time_seconds`. Keep
/// the handles as long as the metrics are to be exposed. Source: /proc/self.
[[nodiscard]] std::vector<CallbackHandle> AddProcessMetrics(Registry& registry,
                                                            std::string_view service,
                                                            std::string_view version);

}  // namespace motcua::metrics
