#include "motcua/rpc/page.h"

#include <algorithm>

#include <absl/strings/escaping.h>
#include <google/protobuf/struct.pb.h>

#include "motcua/base/error.h"

namespace motcua::rpc {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kLargestSize = 200;
constexpr std::size_t kLongestToken = 1024;

}  // namespace

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0) {
    return FieldError("page_size", "PAGE_SIZE", "the page size must not be negative");
  }
  return asked == 0 ? kDefaultSize : std::min(asked, kLargestSize);
}

std::string MakePageToken(const std::string& filter, const std::vector<std::string>& position) {
  google::protobuf::ListValue list;
  list.add_values()->set_string_value(filter);
  for (const std::string& text : position) {
    list.add_values()->set_string_value(text);
  }
  return absl::WebSafeBase64Escape(list.SerializeAsString());
}

absl::StatusOr<std::vector<std::string>> ParsePageToken(const std::string& filter,
                                                        const std::string& token,
                                                        std::size_t texts) {
  std::vector<std::string> position;
  if (token.empty()) {
    return position;
  }
  std::string bytes;
  google::protobuf::ListValue list;
  if (token.size() > kLongestToken || !absl::WebSafeBase64Unescape(token, &bytes) ||
      !list.ParseFromString(bytes) || list.values_size() != static_cast<int>(texts) + 1 ||
      list.values(0).string_value() != filter) {
    return InvalidPageToken();
  }
  for (int i = 1; i < list.values_size(); ++i) {
    position.push_back(list.values(i).string_value());
  }
  return position;
}

absl::Status InvalidPageToken() {
  return FieldError("page_token", "PAGE_TOKEN_INVALID", "invalid page token");
}

}  // namespace motcua::rpc
