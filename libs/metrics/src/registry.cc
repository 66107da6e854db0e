#include "motcua/metrics/registry.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <type_traits>
#include <utility>
#include <variant>

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"

namespace motcua::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::Labels;
using prometheus::MetricFamily;
using prometheus::MetricType;

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return "counter";
    case Kind::kGauge:
      return "gauge";
    case Kind::kHistogram:
      return "histogram";
  }
  return "";
}

/// A name that violates the rules is a bug, found by the first test that starts the program.
void CheckDeclaration(const absl::Status& status, std::string_view name) {
  if (!status.ok()) {
    internal::CheckFailed(std::string(name) + ": " + Message(status), __FILE__, __LINE__);
  }
}

void Require(bool condition, std::string_view name, std::string_view why) {
  if (!condition) {
    internal::CheckFailed(std::string(name) + ": " + std::string(why), __FILE__, __LINE__);
  }
}

}  // namespace

const std::vector<double>& SecondsBuckets() {
  static const std::vector<double> buckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                           0.5,   1,      2.5,   5,    10,    30,   60};
  return buckets;
}

template <typename T>
struct Family<T>::State {
  prometheus::Family<T>* family;
  std::vector<std::string> keys;
  std::vector<double> buckets;  // histograms only
  std::mutex mutex;
  std::size_t series = 0;
};

template <typename T>
T& Family<T>::With(std::initializer_list<std::string_view> values) const {
  State& state = *state_;
  Require(values.size() == state.keys.size(), state.family->GetName(), "one value for each label");
  Labels labels;
  auto value = values.begin();
  for (const std::string& key : state.keys) {
    labels.emplace(key, *value++);
  }
  const std::lock_guard lock(state.mutex);
  if (!state.family->Has(labels)) {
    if (state.series >= kMaxSeriesPerFamily) {
      for (auto& label : labels) {
        label.second = "other";
      }
    } else {
      ++state.series;
    }
  }
  // Add returns the existing series, if there is one.
  if constexpr (std::is_same_v<T, Histogram>) {
    return state.family->Add(labels, state.buckets);
  } else {
    return state.family->Add(labels);
  }
}

template class Family<Counter>;
template class Family<Gauge>;
template class Family<Histogram>;

CallbackHandle::CallbackHandle(CallbackHandle&& other) noexcept
    : remove_(std::exchange(other.remove_, nullptr)) {}

CallbackHandle& CallbackHandle::operator=(CallbackHandle&& other) noexcept {
  if (this != &other) {
    if (remove_) {
      remove_();
    }
    remove_ = std::exchange(other.remove_, nullptr);
  }
  return *this;
}

CallbackHandle::~CallbackHandle() {
  if (remove_) {
    remove_();
  }
}

struct Registry::Impl {
  struct Declared {
    Kind kind;
    std::string help;
    std::vector<std::string> keys;
    std::vector<double> buckets;
    bool by_callback = false;
    std::variant<std::monostate, Family<Counter>, Family<Gauge>, Family<Histogram>> family = {};
  };
  struct Callback {
    std::string name;
    std::vector<std::string> values;
    std::function<double()> value;
  };

  Declared& Declare(std::string_view name, const Declared& wanted);
  template <typename T>
  Family<T> Add(prometheus::detail::Builder<T> builder, std::string_view name,
                const Declared& wanted);
  std::vector<MetricFamily> CollectCallbacks();

  prometheus::Registry registry;
  std::mutex mutex;  // of what follows; taken before callbacks_mutex
  std::map<std::string, Declared, std::less<>> declared;
  // Held while callbacks run, so that removing one waits for it.
  std::mutex callbacks_mutex;
  std::map<std::uint64_t, Callback> callbacks;
  std::uint64_t next_callback = 0;
};

Registry::Impl::Declared& Registry::Impl::Declare(std::string_view name, const Declared& wanted) {
  CheckDeclaration(CheckName(wanted.kind, name), name);
  CheckDeclaration(CheckLabels(wanted.keys), name);
  Declared& found = declared.try_emplace(std::string(name), wanted).first->second;
  Require(found.kind == wanted.kind && found.help == wanted.help && found.keys == wanted.keys &&
              found.buckets == wanted.buckets && found.by_callback == wanted.by_callback,
          name, "a metric name was used with a different kind, help or labels");
  return found;
}

template <typename T>
Family<T> Registry::Impl::Add(prometheus::detail::Builder<T> builder, std::string_view name,
                              const Declared& wanted) {
  const std::lock_guard lock(mutex);
  Declared& found = Declare(name, wanted);
  if (std::holds_alternative<std::monostate>(found.family)) {
    auto state = std::make_shared<typename Family<T>::State>();
    state->family = &builder.Name(std::string(name)).Help(wanted.help).Register(registry);
    state->keys = wanted.keys;
    state->buckets = wanted.buckets;
    found.family = Family<T>(std::move(state));
  }
  return std::get<Family<T>>(found.family);
}

std::vector<MetricFamily> Registry::Impl::CollectCallbacks() {
  const std::lock_guard lock(mutex);
  const std::lock_guard callbacks_lock(callbacks_mutex);
  std::map<std::string, MetricFamily> families;
  for (const auto& [key, callback] : callbacks) {
    const Declared& of = declared.at(callback.name);
    MetricFamily& family = families[callback.name];
    family.name = callback.name;
    family.help = of.help;
    family.type = of.kind == Kind::kCounter ? MetricType::Counter : MetricType::Gauge;
    ClientMetric& metric = family.metric.emplace_back();
    for (std::size_t i = 0; i < of.keys.size(); ++i) {
      metric.label.push_back({of.keys[i], callback.values[i]});
    }
    (of.kind == Kind::kCounter ? metric.counter.value : metric.gauge.value) = callback.value();
  }
  std::vector<MetricFamily> collected;
  for (auto& [name, family] : families) {
    collected.push_back(std::move(family));
  }
  return collected;
}

Registry::Registry() : impl_(std::make_unique<Impl>()) {}
Registry::~Registry() = default;

Family<Counter> Registry::AddCounter(std::string_view name, std::string_view help,
                                     std::vector<std::string> label_keys) {
  return impl_->Add(prometheus::BuildCounter(), name,
                    {Kind::kCounter, std::string(help), std::move(label_keys), {}});
}

Family<Gauge> Registry::AddGauge(std::string_view name, std::string_view help,
                                 std::vector<std::string> label_keys) {
  return impl_->Add(prometheus::BuildGauge(), name,
                    {Kind::kGauge, std::string(help), std::move(label_keys), {}});
}

Family<Histogram> Registry::AddSeconds(std::string_view name, std::string_view help,
                                       std::vector<std::string> label_keys) {
  Require(name.ends_with("_seconds"), name, "the name of a duration must end in _seconds");
  return AddHistogram(name, help, std::move(label_keys), SecondsBuckets());
}

Family<Histogram> Registry::AddHistogram(std::string_view name, std::string_view help,
                                         std::vector<std::string> label_keys,
                                         std::vector<double> buckets) {
  Require(!buckets.empty() && std::is_sorted(buckets.begin(), buckets.end()), name,
          "bucket edges must increase");
  return impl_->Add(
      prometheus::BuildHistogram(), name,
      {Kind::kHistogram, std::string(help), std::move(label_keys), std::move(buckets)});
}

CallbackHandle Registry::AddCallback(Kind kind, std::string_view name, std::string_view help,
                                     std::vector<std::string> label_keys,
                                     std::vector<std::string> label_values,
                                     std::function<double()> value) {
  Require(kind != Kind::kHistogram, name, "a callback must be for a counter or a gauge");
  Require(label_keys.size() == label_values.size(), name, "one value for each label");
  const std::lock_guard lock(impl_->mutex);
  impl_->Declare(name, {kind, std::string(help), std::move(label_keys), {}, true});
  const std::lock_guard callbacks_lock(impl_->callbacks_mutex);
  for (const auto& [key, other] : impl_->callbacks) {
    Require(other.name != name || other.values != label_values, name,
            "two callbacks have the same label values");
  }
  const std::uint64_t key = impl_->next_callback++;
  impl_->callbacks.emplace(
      key, Impl::Callback{std::string(name), std::move(label_values), std::move(value)});
  return CallbackHandle([impl = impl_.get(), key] {
    const std::lock_guard remove_lock(impl->callbacks_mutex);
    impl->callbacks.erase(key);
  });
}

std::string Registry::Render() const {
  std::vector<MetricFamily> families = impl_->registry.Collect();
  std::vector<MetricFamily> by_callback = impl_->CollectCallbacks();
  std::move(by_callback.begin(), by_callback.end(), std::back_inserter(families));
  std::sort(families.begin(), families.end(),
            [](const MetricFamily& a, const MetricFamily& b) { return a.name < b.name; });
  return prometheus::TextSerializer().Serialize(families);
}

std::vector<std::string> Registry::Describe() const {
  const std::lock_guard lock(impl_->mutex);
  std::vector<std::string> lines;
  for (const auto& [name, what] : impl_->declared) {
    std::string line = name + " " + std::string(KindName(what.kind));
    for (std::size_t i = 0; i < what.keys.size(); ++i) {
      line.append(i == 0 ? " " : ",").append(what.keys[i]);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace motcua::metrics
