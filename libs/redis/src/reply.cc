#include "reply.h"

#include <array>
#include <string>
#include <string_view>

#include "motcua/base/error.h"

namespace motcua::redis {
namespace {

constexpr std::size_t kMaxErrorText = 200;

std::string_view Text(const redisReply& reply) {
  return {reply.str, reply.len};
}

template <std::size_t N>
bool BeginsWithOneOf(std::string_view text, const std::array<std::string_view, N>& words) {
  const std::string_view first = text.substr(0, text.find(' '));
  for (const std::string_view word : words) {
    if (first == word) {
      return true;
    }
  }
  return false;
}

absl::Status FromErrorReply(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kNotReady = {"LOADING", "BUSY", "MASTERDOWN",
                                                                "CLUSTERDOWN", "TRYAGAIN"};
  static constexpr std::array<std::string_view, 4> kWriteRefused = {"OOM", "READONLY", "MISCONF",
                                                                    "NOREPLICAS"};
  const std::string_view message = text.substr(0, kMaxErrorText);
  if (BeginsWithOneOf(text, kNotReady)) {
    return Error(absl::StatusCode::kUnavailable, "REDIS_NOT_READY", message);
  }
  if (BeginsWithOneOf(text, kWriteRefused)) {
    return Error(absl::StatusCode::kFailedPrecondition, "REDIS_WRITE_REFUSED", message);
  }
  if (text.starts_with("NOSCRIPT")) {
    return Error(absl::StatusCode::kNotFound, kScriptUnknown, message);
  }
  return Error(absl::StatusCode::kInternal, "REDIS_ERROR", message);
}

absl::Status Unsupported() {
  return Error(absl::StatusCode::kInternal, "REDIS_ERROR",
               "Redis sent a reply of an unsupported type.");
}

}  // namespace

absl::StatusOr<Reply> Flatten(const redisReply& reply) {
  Reply flat;
  switch (reply.type) {
    case REDIS_REPLY_ERROR:
      return FromErrorReply(Text(reply));
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      flat.text = Text(reply);
      return flat;
    case REDIS_REPLY_INTEGER:
      flat.integer = reply.integer;
      return flat;
    case REDIS_REPLY_NIL:
      flat.nil = true;
      return flat;
    case REDIS_REPLY_ARRAY:
      break;
    default:
      return Unsupported();
  }
  flat.items.reserve(reply.elements);
  for (std::size_t i = 0; i < reply.elements; ++i) {
    const redisReply& element = *reply.element[i];
    switch (element.type) {
      case REDIS_REPLY_STRING:
      case REDIS_REPLY_STATUS:
        flat.items.emplace_back(Text(element));
        break;
      case REDIS_REPLY_INTEGER:
        flat.items.emplace_back(std::to_string(element.integer));
        break;
      case REDIS_REPLY_NIL:
        flat.items.emplace_back(std::nullopt);
        break;
      default:
        return Unsupported();
    }
  }
  return flat;
}

}  // namespace motcua::redis
