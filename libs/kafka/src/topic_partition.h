#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace motcua::kafka {

struct TopicPartition {
  std::string topic;
  std::int32_t partition = -1;
  auto operator<=>(const TopicPartition&) const = default;
};

}  // namespace motcua::kafka
