#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

namespace motcua::metrics {

enum class Kind { kCounter, kGauge, kHistogram };

/// Checks a metric name (house style 3.10, reliability R7.1).
///
/// `motcua_<area>_<what>_<unit>` in lower_snake, or one of the de facto names
/// `grpc_server_{started_total,handled_total,handling_seconds}`,
/// `http_server_{requests_total,request_duration_seconds}`. Counters, and only they, end in
/// `_total`; histograms end in a unit (`_seconds`, `_bytes`, or a plural of what is counted); base
/// units only. Reasons: METRIC_PREFIX, METRIC_FORM, METRIC_TOTAL, METRIC_UNIT.
absl::Status CheckName(Kind kind, std::string_view name);

/// Checks labels, which come from closed sets and never identify a person or dossier: lower_snake,
/// at most six, none of `id`, `*_id`, `phone`, `user`, `dossier`, `dossier_code`, `citizen`, `le`,
/// `quantile`. Reason: METRIC_LABEL.
absl::Status CheckLabels(const std::vector<std::string>& keys);

}  // namespace motcua::metrics
