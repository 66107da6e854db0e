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

/// A piece of work being timed; it ends, and is exported, when it dies or at `End`. Move-only; used
/// by one thread at a time. A span that is not sampled costs its ids and is not exported.
class Span {
 public:
  Span(Span&& other) noexcept;
  Span& operator=(Span&& other) noexcept;
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;
  ~Span();

  /// Its own place: what a callee gets as parent.
  const TraceContext& context() const { return context_; }
  /// Never personal data, never an id of a person; dossier ids are allowed.
  void SetAttribute(std::string_view key, AttributeValue value);
  /// A cause that is not the parent (a message's creation context, R7.9).
  void AddLink(const TraceContext& cause);
  /// Code and reason of the outcome; the message is not kept.
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
  /// `sample_ratio` of new traces is exported, 0 to 1; a trace that came with a decision keeps it.
  explicit Tracer(std::shared_ptr<Exporter> exporter, double sample_ratio = 1.0,
                  std::shared_ptr<const Clock> clock = nullptr);

  /// A child of `parent`, or the first span of a new trace. Names hold no data:
  /// `intake.FileDossier`, `db file_dossier`, `kafka publish motcua.intake.dossier.v1`.
  Span StartSpan(std::string_view name, SpanKind kind = SpanKind::kInternal,
                 const std::optional<TraceContext>& parent = std::nullopt) const;

 private:
  std::shared_ptr<Exporter> exporter_;
  double sample_ratio_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace motcua::trace
