#include "motcua/trace/exporter.h"

#include <type_traits>

namespace motcua::trace {
namespace {

std::string JoinLinks(const std::vector<TraceContext>& links) {
  std::string joined;
  for (const TraceContext& link : links) {
    joined += (joined.empty() ? "" : " ") + link.ToTraceparent();
  }
  return joined;
}

log::FieldValue ToFieldValue(const AttributeValue& value) {
  return std::visit([](const auto& held) { return log::FieldValue(held); }, value);
}

}  // namespace

std::string_view SpanKindName(SpanKind kind) {
  switch (kind) {
    case SpanKind::kInternal:
      return "internal";
    case SpanKind::kServer:
      return "server";
    case SpanKind::kClient:
      return "client";
    case SpanKind::kProducer:
      return "producer";
    case SpanKind::kConsumer:
      return "consumer";
  }
  return "internal";
}

// Spans are data, limited by sampling; the limit per message would keep only ten per second.
LogExporter::LogExporter(const log::Logger& logger) : logger_(logger.Unlimited()) {}

void LogExporter::Export(const SpanData& span) {
  const std::string links = JoinLinks(span.links);
  std::vector<std::string> keys;
  keys.reserve(span.attributes.size());  // the fields refer to the keys
  std::vector<log::Field> fields{
      {"trace_id", span.trace_id},
      {"span_id", span.span_id},
      {"parent_span_id", span.parent_span_id},
      {"span", span.name},
      {"kind", SpanKindName(span.kind)},
      {"start_us", span.start.time_since_epoch().count()},
      {"duration_ms", static_cast<double>(span.duration.count()) / 1000.0},
      {"code", span.code}};
  if (!span.reason.empty()) {
    fields.push_back({"reason", span.reason});
  }
  if (!links.empty()) {
    fields.push_back({"links", links});
  }
  for (const auto& [key, value] : span.attributes) {
    fields.push_back({keys.emplace_back("attr_" + key), ToFieldValue(value)});
  }
  logger_.Write(log::Level::kInfo, "span", fields);
}

void MemoryExporter::Export(const SpanData& span) {
  const std::lock_guard lock(mutex_);
  spans_.push_back(span);
}

std::vector<SpanData> MemoryExporter::spans() const {
  const std::lock_guard lock(mutex_);
  return spans_;
}

}  // namespace motcua::trace
