#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include "motcua/metrics/names.h"

namespace motcua::metrics {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;

/// The buckets of every duration, 1 ms to 60 s, so that durations can be aggregated across programs
/// and each objective of R7.2 (100 ms, 500 ms, 5 s, 60 s) is a bucket edge.
const std::vector<double>& SecondsBuckets();

/// Limit on series per family (R7.1: no label with more than 1,000 values).
inline constexpr std::size_t kMaxSeriesPerFamily = 1000;

/// All series of one metric. `With` returns the series for these label values, in the order of the
/// keys, and creates it on first use; the reference is valid as long as the registry, so keep it on
/// hot paths. Past `kMaxSeriesPerFamily` all further values share one series whose label values are
/// `other`. A wrong number of values is a bug and ends the process. Thread-safe; cheap to copy.
template <typename T>
class Family {
 public:
  T& With(std::initializer_list<std::string_view> values = {}) const;

 private:
  friend class Registry;
  struct State;
  explicit Family(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};
extern template class Family<Counter>;
extern template class Family<Gauge>;
extern template class Family<Histogram>;

/// Removes a callback when destroyed; after that the callback is not running and never runs again.
class CallbackHandle {
 public:
  CallbackHandle() = default;
  explicit CallbackHandle(std::function<void()> remove) : remove_(std::move(remove)) {}
  CallbackHandle(CallbackHandle&& other) noexcept;
  CallbackHandle& operator=(CallbackHandle&& other) noexcept;
  CallbackHandle(const CallbackHandle&) = delete;
  CallbackHandle& operator=(const CallbackHandle&) = delete;
  ~CallbackHandle();

 private:
  std::function<void()> remove_;
};

/// The metrics of one program. Adding a metric twice with the same kind, help and labels gives the
/// same family; a name or label that violates names.h, or a name used with another declaration,
/// ends the process. Thread-safe. Must outlive its families, series and handles.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  Family<Counter> AddCounter(std::string_view name, std::string_view help,
                             std::vector<std::string> label_keys = {});
  Family<Gauge> AddGauge(std::string_view name, std::string_view help,
                         std::vector<std::string> label_keys = {});
  /// A duration: the name ends in `_seconds`, the buckets are `SecondsBuckets()`.
  Family<Histogram> AddSeconds(std::string_view name, std::string_view help,
                               std::vector<std::string> label_keys = {});
  /// Any other unit (`_bytes`, `_events`), with increasing bucket edges.
  Family<Histogram> AddHistogram(std::string_view name, std::string_view help,
                                 std::vector<std::string> label_keys, std::vector<double> buckets);

  /// A gauge or counter whose value is read at each scrape; the callback must be quick and not
  /// block. Several callbacks may share a name if their label values differ. The value of a counter
  /// must not decrease.
  [[nodiscard]] CallbackHandle AddCallback(Kind kind, std::string_view name, std::string_view help,
                                           std::vector<std::string> label_keys,
                                           std::vector<std::string> label_values,
                                           std::function<double()> value);

  /// All metrics in Prometheus text format (0.0.4), as served at /metrics.
  std::string Render() const;
  /// `name kind key,key` for every metric added so far, sorted; compared with
  /// deploy/prometheus/metrics.yaml by a test.
  std::vector<std::string> Describe() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::metrics
