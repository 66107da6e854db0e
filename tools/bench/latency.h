#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace motcua::bench {

/// Sorts `samples` and puts NAME_p50_ms, NAME_p99_ms and NAME_max_ms into `report`; does nothing if
/// there are none. A percentile is the sample at that rank, never interpolated.
void ReportLatency(std::vector<std::chrono::nanoseconds>& samples, std::string_view name,
                   boost::json::object& report);

}  // namespace motcua::bench
