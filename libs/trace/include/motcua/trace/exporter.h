#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/log/logger.h"
#include "motcua/trace/trace_context.h"

namespace motcua::trace {

/// OpenTelemetry's span kinds.
enum class SpanKind { kInternal, kServer, kClient, kProducer, kConsumer };
std::string_view SpanKindName(SpanKind kind);

using AttributeValue = std::variant<std::string, std::int64_t, bool>;

/// A finished span.
struct SpanData {
  std::string name;
  SpanKind kind = SpanKind::kInternal;
  std::string trace_id;
  std::string span_id;
  /// Empty for the first span of a trace.
  std::string parent_span_id;
  /// Other spans that caused this one; a consumer links to the producer's span.
  std::vector<TraceContext> links;
  /// The machine's clock, never a simulated one.
  Instant start{};
  std::chrono::microseconds duration{0};
  /// `OK` or the name of the status code.
  std::string code = "OK";
  std::string reason;
  std::vector<std::pair<std::string, AttributeValue>> attributes;
};

/// Receives finished spans. Implementations are thread-safe, never block, and never fail the traced
/// work.
class Exporter {
 public:
  virtual ~Exporter() = default;
  virtual void Export(const SpanData& span) = 0;
};

/// Writes each span as a log line with `msg` = `span`. An OTLP exporter can replace it later.
class LogExporter final : public Exporter {
 public:
  explicit LogExporter(const log::Logger& logger);
  void Export(const SpanData& span) override;

 private:
  log::Logger logger_;
};

/// Keeps spans, for tests.
class MemoryExporter final : public Exporter {
 public:
  void Export(const SpanData& span) override;
  std::vector<SpanData> spans() const;

 private:
  mutable std::mutex mutex_;
  std::vector<SpanData> spans_;
};

}  // namespace motcua::trace
