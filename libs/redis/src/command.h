#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hiredis/hiredis.h>

#include "motcua/redis/client.h"

namespace motcua::redis {

/// A command as it goes over the wire.
class WireCommand {
 public:
  explicit WireCommand(const std::vector<std::string>& arguments);
  std::string_view bytes() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const { redisFreeCommand(bytes); }
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_;
};

/// A command that waits for its turn or its reply.
struct Command {
  WireCommand wire;
  Client::Done done;
  std::chrono::steady_clock::time_point deadline;
};

}  // namespace motcua::redis
