#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/redis/client.h"

namespace motcua::redis {

/// A command in wire format: an array of bulk strings (RESP2).
class WireCommand {
 public:
  explicit WireCommand(const std::vector<std::string>& arguments);
  std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// A command that waits for its turn or its reply.
struct Command {
  WireCommand wire;
  Client::Done done;
  std::chrono::steady_clock::time_point deadline;
};

}  // namespace motcua::redis
