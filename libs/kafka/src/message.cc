#include "motcua/kafka/message.h"

namespace motcua::kafka {
namespace {

// More than the lengths, times and flags that a record has besides its bytes.
constexpr std::size_t kRecordOverhead = 128;
constexpr std::size_t kHeaderOverhead = 20;

}  // namespace

std::string_view Header(const Message& message, std::string_view name) {
  for (const auto& [header, value] : message.headers) {
    if (header == name) {
      return value;
    }
  }
  return {};
}

std::size_t SizeBound(const Message& message) {
  std::size_t size = kRecordOverhead + message.key.size() + message.value.size();
  for (const auto& [name, value] : message.headers) {
    size += kHeaderOverhead + name.size() + value.size();
  }
  return size;
}

}  // namespace motcua::kafka
