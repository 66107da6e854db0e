#include "latency.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

namespace motcua::bench {
namespace {

double Percentile(const std::vector<std::chrono::nanoseconds>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  const std::size_t index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
  return std::chrono::duration<double, std::milli>(sorted[index]).count();
}

}  // namespace

void ReportLatency(std::vector<std::chrono::nanoseconds>& samples, std::string_view name,
                   boost::json::object& report) {
  if (samples.empty()) {
    return;
  }
  std::sort(samples.begin(), samples.end());
  const std::string prefix(name);
  report[prefix + "_p50_ms"] = Percentile(samples, 0.50);
  report[prefix + "_p99_ms"] = Percentile(samples, 0.99);
  report[prefix + "_max_ms"] = Percentile(samples, 1.0);
}

}  // namespace motcua::bench
