#pragma once

#include <chrono>
#include <string>

#include "motcua/base/call_context.h"

namespace motcua::program {

/// The context of work that the program does by itself, not for a caller.
inline CallContext OwnCall(const std::string& service, std::chrono::milliseconds limit) {
  CallContext call;
  call.caller = service;
  call.deadline = std::chrono::steady_clock::now() + limit;
  return call;
}

}  // namespace motcua::program
