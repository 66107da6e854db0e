#pragma once

#include <functional>
#include <iosfwd>

#include <absl/status/statusor.h>
#include <boost/json.hpp>

namespace motcua::ctl {

/// JSON lines in, JSON lines out: every line that is not blank is one document and gets one line of
/// answer, `{"error":{"reason","message","field"}}` when it cannot be answered. A line may have 64
/// KiB; the rest of a longer one is skipped (LINE_TOO_LONG), so that memory is bounded for any
/// input.
///
/// Returns 0, or 1 when the output could not be written. A refused line is an answer, not a
/// failure.
int RunJsonLines(
    std::istream& in, std::ostream& out,
    const std::function<absl::StatusOr<boost::json::object>(const boost::json::value&)>& answer);

}  // namespace motcua::ctl
