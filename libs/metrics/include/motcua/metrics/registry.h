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

/// The buckets of every duration, 1 ms to 60 s, so that durations can be added up across programs
/// and each objective of R7.2 (100 ms, 500 ms, 5 s, 60 s) is an edge.
const std::vector<double>& SecondsBuckets();

/// A series limit per family (R7.1: no label with more than 1,000 values).
inline constexpr std::size_t kMaxSeriesPerFamily = 1000;

/// All series of one metric. `With` gives the series for these label values, in the order of the
/// keys, and makes it on first use; keep the reference where the path is hot, it lives as long as
/// the registry. Past `kMaxSeriesPerFamily` all further values share one series whose values are
/// `other`. A wrong number of values ends the process: that is a bug. Thread-safe; copy freely.
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

/// Stops a callback when it dies; after that the callback is not running and never runs again.
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
/// same family; a name or label that breaks names.h, or a name used for two things, ends the
/// process at start. Thread-safe. Must outlive the families, series and handles it gave out.
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
  /// Anything else (`_bytes`, `_events`), with rising bucket edges.
  Family<Histogram> AddHistogram(std::string_view name, std::string_view help,
                                 std::vector<std::string> label_keys, std::vector<double> buckets);

  /// A gauge or counter whose value is asked for at each scrape; quick, and never blocking. Several
  /// callbacks may share a name if their label values differ. A counter's callback never falls.
  [[nodiscard]] CallbackHandle AddCallback(Kind kind, std::string_view name, std::string_view help,
                                           std::vector<std::string> label_keys,
                                           std::vector<std::string> label_values,
                                           std::function<double()> value);

  /// The Prometheus text format (0.0.4), as /metrics gives it.
  std::string Render() const;
  /// `name kind key,key` for every metric added so far, sorted: what deploy/prometheus/metrics.yaml
  /// is compared with.
  std::vector<std::string> Describe() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::metrics
