#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::kafka {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One Kafka message, copied out of the client library.
struct Message {
  std::string topic;
  std::string key;
  std::string value;
  Headers headers;
  std::int32_t partition = -1;  // set on receipt
  std::int64_t offset = -1;     // set on receipt
};

/// The first header of that name; empty when there is none.
std::string_view Header(const Message& message, std::string_view name);

/// The largest message that a Producer accepts (its `message.max.bytes`).
inline constexpr std::size_t kLargestMessage = std::size_t{256} * 1024;

/// The bytes that count against kLargestMessage, rounded up: a message that is not larger is
/// certainly accepted.
std::size_t SizeBound(const Message& message);

}  // namespace motcua::kafka
