#include "motcua/log/redacted.h"

namespace motcua::log {

std::string MaskPhone(std::string_view phone) {
  constexpr std::size_t kShortest = 7;
  constexpr std::size_t kShown = 3;
  return phone.size() < kShortest ? "***"
                                  : "***" + std::string(phone.substr(phone.size() - kShown));
}

}  // namespace motcua::log
