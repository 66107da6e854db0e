#include "motcua/kafka/message.h"

namespace motcua::kafka {

std::string_view Header(const Message& message, std::string_view name) {
  for (const auto& [header, value] : message.headers) {
    if (header == name) {
      return value;
    }
  }
  return {};
}

}  // namespace motcua::kafka
