#include "command.h"

#include "motcua/base/check.h"

namespace motcua::redis {

WireCommand::WireCommand(const std::vector<std::string>& arguments) {
  MOTCUA_CHECK(!arguments.empty());
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  texts.reserve(arguments.size());
  sizes.reserve(arguments.size());
  for (const std::string& argument : arguments) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  char* bytes = nullptr;
  // An int in hiredis 0.14, a long long in 1.2.
  const auto size =
      redisFormatCommandArgv(&bytes, static_cast<int>(texts.size()), texts.data(), sizes.data());
  bytes_.reset(bytes);
  MOTCUA_CHECK(size > 0);  // it fails for want of memory only
  size_ = static_cast<std::size_t>(size);
}

}  // namespace motcua::redis
