#include "motcua/trace/span.h"

#include <charconv>
#include <utility>

#include "motcua/base/error.h"

namespace motcua::trace {
namespace {

/// Decides by the random digits of the trace id, so that all programs decide alike for a trace.
bool IsSampled(const TraceContext& root, double ratio) {
  constexpr int kDigits = 8;  // 32 bits
  const std::string_view digits = std::string_view(root.trace_id()).substr(24, kDigits);
  std::uint32_t drawn = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), drawn, 16);
  return static_cast<double>(drawn) < ratio * 4294967296.0;
}

}  // namespace

Span::Span(Exporter* exporter, TraceContext context, SpanData data)
    : exporter_(exporter),
      context_(std::move(context)),
      data_(std::move(data)),
      started_(std::chrono::steady_clock::now()) {}

Span::Span(Span&& other) noexcept
    : exporter_(std::exchange(other.exporter_, nullptr)),
      context_(other.context_),
      data_(std::move(other.data_)),
      started_(other.started_) {}

Span& Span::operator=(Span&& other) noexcept {
  if (this != &other) {
    End();
    exporter_ = std::exchange(other.exporter_, nullptr);
    context_ = other.context_;
    data_ = std::move(other.data_);
    started_ = other.started_;
  }
  return *this;
}

Span::~Span() {
  End();
}

void Span::SetAttribute(std::string_view key, AttributeValue value) {
  if (exporter_ != nullptr) {
    data_.attributes.emplace_back(std::string(key), std::move(value));
  }
}

void Span::AddLink(const TraceContext& cause) {
  if (exporter_ != nullptr) {
    data_.links.push_back(cause);
  }
}

void Span::SetStatus(const absl::Status& status) {
  if (exporter_ != nullptr) {
    data_.code = absl::StatusCodeToString(status.code());
    data_.reason = Reason(status);
  }
}

void Span::End() {
  Exporter* const exporter = std::exchange(exporter_, nullptr);
  if (exporter == nullptr) {
    return;
  }
  data_.duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - started_);
  exporter->Export(data_);
}

Tracer::Tracer(std::shared_ptr<Exporter> exporter, double sample_ratio,
               std::shared_ptr<const Clock> clock)
    : exporter_(std::move(exporter)),
      sample_ratio_(sample_ratio),
      clock_(clock ? std::move(clock) : std::make_shared<SystemClock>()) {}

Span Tracer::StartSpan(std::string_view name, SpanKind kind,
                       const std::optional<TraceContext>& parent) const {
  TraceContext context = parent.has_value() ? parent->NewChild() : TraceContext::NewRoot();
  if (!parent.has_value() && !IsSampled(context, sample_ratio_)) {
    context = TraceContext::NewRoot(false);
  }
  if (!context.sampled()) {
    return {nullptr, std::move(context), SpanData{}};
  }
  SpanData data;
  data.name = std::string(name);
  data.kind = kind;
  data.trace_id = context.trace_id();
  data.span_id = context.span_id();
  data.parent_span_id = parent.has_value() ? parent->span_id() : "";
  data.start = clock_->Now();
  return {exporter_.get(), std::move(context), std::move(data)};
}

}  // namespace motcua::trace
