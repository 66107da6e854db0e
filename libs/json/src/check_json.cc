#include "motcua/json/check_json.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

#include "motcua/base/error.h"

namespace motcua::json {
namespace {

namespace bj = boost::json;

constexpr std::string_view kNameTwice = "an object has the same name twice";

/// Keeps the names of the objects that are open; the values are of no interest.
class Names {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  bool name_twice() const { return name_twice_; }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t, bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    open_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, bj::error_code&) {
    open_.pop_back();
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    name_.append(part.data(), part.size());
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code& error) {
    name_.append(part.data(), part.size());
    if (!open_.back().insert(std::move(name_)).second) {
      name_twice_ = true;
      error = bj::make_error_code(bj::error::syntax);
      return false;
    }
    name_.clear();
    return true;
  }
  bool on_string_part(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_string(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_uint64(std::uint64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_double(double, bj::string_view, bj::error_code&) { return true; }
  bool on_bool(bool, bj::error_code&) { return true; }
  bool on_null(bj::error_code&) { return true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  std::vector<std::unordered_set<std::string>> open_;
  std::string name_;
  bool name_twice_ = false;
};

std::string Place(std::string_view before) {
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 when there is none
  return "line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n')) +
         ", column " + std::to_string(1 + before.size() - line_start);
}

}  // namespace

absl::Status CheckJson(std::string_view text) {
  bj::parse_options options;
  options.max_depth = kDeepest;
  bj::basic_parser<Names> parser(options);
  bj::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read == text.size()) {
    return absl::OkStatus();
  }
  const std::string why = parser.handler().name_twice() ? std::string(kNameTwice)
                          : error                       ? error.message()
                                                        : "more than one value";
  return FieldError(
      "body", "JSON_INVALID",
      "invalid JSON at " + Place(text.substr(0, std::min(read, text.size()))) + ": " + why);
}

}  // namespace motcua::json
