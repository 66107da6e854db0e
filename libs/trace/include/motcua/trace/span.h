#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/base/clock.h"
#include "motcua/trace/exporter.h"
#include "motcua/trace/trace_context.h"

namespace motcua::trace {

/// A timed piece of work; it ends and is exported at `End` or on destruction. Move-only; used by
/// one thread at a time. A span that is not sampled still gets its ids but is not exported.
class Span {
 public:
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;
  ~Span();

  /// The context of this span, which a callee gets as parent.
  const TraceContext& context() const { return context_; }
  /// Must not be personal data or the id of a person; dossier ids are allowed.
  void SetAttribute(std::string_view key, AttributeValue value);
  /// Adds a cause other than the parent (a message's creation context, R7.9).
  void AddLink(const TraceContext& cause);
  /// Sets code and reason of the outcome; the message is not stored.
  void SetStatus(const absl::Status& status);
  void End();

 private:
  friend class Tracer;
  Span(Exporter* exporter, TraceContext context, SpanData data);

  Exporter* exporter_;  // null once ended, or when not sampled
  TraceContext context_;
  SpanData data_;
  std::chrono::steady_clock::time_point started_;
};

/// Starts spans. Thread-safe; must outlive its spans, and the exporter must outlive both.
class Tracer {
 public:
  /// `sample_ratio` (0 to 1) of new traces are exported; a received trace keeps its sampling
  /// decision.
  explicit Tracer(std::shared_ptr<Exporter> exporter, double sample_ratio = 1.0,
                  std::shared_ptr<const Clock> clock = nullptr);

  /// A child of `parent`, or the first span of a new trace. Names must not contain data:
  /// `intake.FileDossier`, `db file_dossier`, `kafka publish motcua.intake.dossier.v1`.
  Span StartSpan(std::string_view name, SpanKind kind = SpanKind::kInternal,
                 const std::optional<TraceContext>& parent = std::nullopt) const;

 private:
  std::shared_ptr<Exporter> exporter_;
  double sample_ratio_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace motcua::trace
