#include "routes/if_none_match.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::gateway {
namespace {

constexpr std::string_view kName = "If-None-Match";

bool IsSpace(char c) {
  return c == ' ' || c == '\t';
}

/// `etagc` of RFC 9110 8.8.3: it includes the comma, so a list can't be split at commas.
bool IsTagCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

void SkipSpaces(std::string_view& text) {
  while (!text.empty() && IsSpace(text.front())) {
    text.remove_prefix(1);
  }
}

/// Takes `"..."` or `W/"..."` from the front, without the `W/`.
std::optional<std::string_view> TakeTag(std::string_view& text) {
  if (text.starts_with("W/")) {
    text.remove_prefix(2);
  }
  if (!text.starts_with('"')) {
    return std::nullopt;
  }
  std::size_t size = 1;
  while (size < text.size() && IsTagCharacter(text[size])) {
    ++size;
  }
  if (size == text.size() || text[size] != '"') {
    return std::nullopt;
  }
  const std::string_view tag = text.substr(0, size + 1);
  text.remove_prefix(tag.size());
  return tag;
}

/// The tags of a list; none when it is not one. Empty elements are allowed (RFC 9110 5.6.1.2).
std::vector<std::string_view> SplitTags(std::string_view list) {
  std::vector<std::string_view> tags;
  for (SkipSpaces(list); !list.empty(); SkipSpaces(list)) {
    if (list.front() != ',') {
      const std::optional<std::string_view> tag = TakeTag(list);
      SkipSpaces(list);
      if (!tag.has_value() || (!list.empty() && list.front() != ',')) {
        return {};
      }
      tags.push_back(*tag);
    }
    if (!list.empty()) {
      list.remove_prefix(1);
    }
  }
  return tags;
}

/// Several lines are one list (RFC 9110 5.3).
std::string JoinLines(const http::Headers& headers) {
  std::string list;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (http::EqualsIgnoreCase(headers[i].name, kName)) {
      list.append(list.empty() ? "" : ", ").append(headers[i].value);
    }
  }
  return list;
}

}  // namespace

IfNoneMatch IfNoneMatch::Read(const http::Headers& headers) {
  IfNoneMatch condition;
  const std::string list = JoinLines(headers);
  condition.any_ = list == "*";
  for (const std::string_view tag : SplitTags(list)) {
    if (const std::optional<Version> version = FromEntityTag(tag); version.has_value()) {
      condition.versions_.push_back(*version);
      condition.newest_ = std::max(condition.newest_, *version);
    }
  }
  return condition;
}

bool IfNoneMatch::Matches(const Version& version) const {
  return any_ || std::find(versions_.begin(), versions_.end(), version) != versions_.end();
}

}  // namespace motcua::gateway
