#include "command.h"

#include <array>
#include <charconv>
#include <cstddef>

#include "motcua/base/check.h"

namespace motcua::redis {
namespace {

// Digits of a size, and the bytes around it: "$20\r\n" and the "\r\n" after the text.
constexpr std::size_t kDigits = 20;
constexpr std::size_t kFrame = kDigits + 5;

void AppendLength(std::string& bytes, char kind, std::size_t length) {
  std::array<char, kDigits> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), length).ptr;
  bytes += kind;
  bytes.append(digits.data(), end).append("\r\n");
}

}  // namespace

// Not hiredis's redisFormatCommandArgv, which needs two vectors and returns another copy.
WireCommand::WireCommand(const std::vector<std::string>& arguments) {
  MOTCUA_CHECK(!arguments.empty());
  std::size_t size = kFrame;
  for (const std::string& argument : arguments) {
    size += kFrame + argument.size();
  }
  bytes_.reserve(size);
  AppendLength(bytes_, '*', arguments.size());
  for (const std::string& argument : arguments) {
    AppendLength(bytes_, '$', argument.size());
    bytes_.append(argument).append("\r\n");
  }
}

}  // namespace motcua::redis
