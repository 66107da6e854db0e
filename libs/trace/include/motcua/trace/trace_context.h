#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace motcua::trace {

/// A position in a trace in the form of the W3C Trace Context recommendation (level 1): `00-<32 hex
/// trace id>-<16 hex span id>-<2 hex flags>`. A value; ids are lower-case hex and never all zero.
class TraceContext {
 public:
  /// Strict: wrong length, upper case, a zero id or version ff give nullopt, and the caller starts
  /// a new trace. Of a version above 00, the parts defined by version 00 are read, as the
  /// recommendation requires.
  static std::optional<TraceContext> Parse(std::string_view traceparent);
  /// A new trace with random ids from getrandom(2).
  static TraceContext NewRoot(bool sampled = true);
  /// `Parse`, or a new trace.
  static TraceContext ParseOrNewRoot(std::string_view traceparent, bool sampled = true);

  /// A new span in the same trace, with the same sampling decision.
  TraceContext NewChild() const;

  std::string ToTraceparent() const;
  const std::string& trace_id() const { return trace_id_; }
  const std::string& span_id() const { return span_id_; }
  bool sampled() const { return sampled_; }
  friend bool operator==(const TraceContext&, const TraceContext&) = default;

 private:
  TraceContext(std::string trace_id, std::string span_id, bool sampled);
  std::string trace_id_;
  std::string span_id_;
  bool sampled_;
};

}  // namespace motcua::trace
