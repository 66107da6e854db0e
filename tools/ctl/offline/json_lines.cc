#include "json_lines.h"

#include <istream>
#include <ostream>
#include <string>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/json_reader.h"

namespace motcua::ctl {
namespace {

constexpr std::size_t kMaxLine = std::size_t{64} * 1024;

enum class Line { kRead, kTooLong, kNoMore };

// std::getline with a limit. A carriage return at the end belongs to the line break.
Line ReadLine(std::istream& in, std::string& line) {
  line.clear();
  bool too_long = false;
  bool any = false;
  std::streambuf& buffer = *in.rdbuf();
  using Traits = std::streambuf::traits_type;
  for (auto c = buffer.sbumpc(); c != Traits::eof(); c = buffer.sbumpc()) {
    any = true;
    if (Traits::to_char_type(c) == '\n') {
      break;
    }
    too_long = too_long || line.size() == kMaxLine;
    if (!too_long) {
      line += Traits::to_char_type(c);
    }
  }
  if (!any) {
    return Line::kNoMore;
  }
  if (!line.empty() && line.back() == '\r') {
    line.pop_back();
  }
  return too_long ? Line::kTooLong : Line::kRead;
}

boost::json::object ErrorAnswer(const absl::Status& status) {
  boost::json::object error{{"reason", Reason(status)}, {"message", Message(status)}};
  for (const auto& [key, value] : Metadata(status)) {
    error[key] = value;
  }
  return {{"error", std::move(error)}};
}

}  // namespace

int RunJsonLines(
    std::istream& in, std::ostream& out,
    const std::function<absl::StatusOr<boost::json::object>(const boost::json::value&)>& answer) {
  std::string line;
  for (Line read = ReadLine(in, line); read != Line::kNoMore; read = ReadLine(in, line)) {
    if (read == Line::kRead && line.find_first_not_of(" \t") == std::string::npos) {
      continue;
    }
    const auto answered = [&]() -> absl::StatusOr<boost::json::object> {
      if (read == Line::kTooLong) {
        return Error(absl::StatusCode::kInvalidArgument, "LINE_TOO_LONG",
                     "the line is longer than 65536 bytes");
      }
      MOTCUA_ASSIGN_OR_RETURN(const boost::json::value document, calendar::ParseJson(line));
      return answer(document);
    }();
    out << boost::json::serialize(answered.ok() ? *answered : ErrorAnswer(answered.status()))
        << '\n';
    if (!out.flush()) {
      return 1;
    }
  }
  return 0;
}

}  // namespace motcua::ctl
