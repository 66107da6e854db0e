#include "motcua/trace/trace_context.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <absl/strings/escaping.h>
#include <sys/random.h>

#include "motcua/base/check.h"

namespace motcua::trace {
namespace {

constexpr std::size_t kTraceBytes = 16;
constexpr std::size_t kSpanBytes = 8;
// version "-" trace id "-" span id "-" flags
constexpr std::size_t kLength = 2 + 1 + 2 * kTraceBytes + 1 + 2 * kSpanBytes + 1 + 2;
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kSpanAt = kTraceAt + 2 * kTraceBytes + 1;
constexpr std::size_t kFlagsAt = kSpanAt + 2 * kSpanBytes + 1;

int HexValue(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return HexValue(c) >= 0; });
}

bool IsZero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

template <std::size_t kBytes>
std::string RandomId() {
  std::array<unsigned char, kBytes> bytes{};
  // Requests of up to 256 bytes are never cut short (getrandom(2)).
  MOTCUA_CHECK(::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  const std::string id = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  return IsZero(id) ? RandomId<kBytes>() : id;
}

}  // namespace

TraceContext::TraceContext(std::string trace_id, std::string span_id, bool sampled)
    : trace_id_(std::move(trace_id)), span_id_(std::move(span_id)), sampled_(sampled) {}

std::optional<TraceContext> TraceContext::Parse(std::string_view traceparent) {
  if (traceparent.size() < kLength) {
    return std::nullopt;
  }
  const std::string_view version = traceparent.substr(0, 2);
  const std::string_view trace_id = traceparent.substr(kTraceAt, 2 * kTraceBytes);
  const std::string_view span_id = traceparent.substr(kSpanAt, 2 * kSpanBytes);
  const std::string_view flags = traceparent.substr(kFlagsAt, 2);
  const bool dashes = traceparent[kTraceAt - 1] == '-' && traceparent[kSpanAt - 1] == '-' &&
                      traceparent[kFlagsAt - 1] == '-';
  if (!dashes || !IsHex(version) || version == "ff" || !IsHex(trace_id) || IsZero(trace_id) ||
      !IsHex(span_id) || IsZero(span_id) || !IsHex(flags)) {
    return std::nullopt;
  }
  // Only a later version may be longer, and then continues with a dash.
  if (traceparent.size() > kLength && (version == "00" || traceparent[kLength] != '-')) {
    return std::nullopt;
  }
  const bool sampled = (HexValue(flags[1]) & 1) != 0;
  return TraceContext(std::string(trace_id), std::string(span_id), sampled);
}

TraceContext TraceContext::NewRoot(bool sampled) {
  return {RandomId<kTraceBytes>(), RandomId<kSpanBytes>(), sampled};
}

TraceContext TraceContext::ParseOrNewRoot(std::string_view traceparent, bool sampled) {
  std::optional<TraceContext> parsed = Parse(traceparent);
  return parsed.has_value() ? *std::move(parsed) : NewRoot(sampled);
}

TraceContext TraceContext::NewChild() const {
  return {trace_id_, RandomId<kSpanBytes>(), sampled_};
}

std::string TraceContext::ToTraceparent() const {
  return "00-" + trace_id_ + "-" + span_id_ + (sampled_ ? "-01" : "-00");
}

}  // namespace motcua::trace
