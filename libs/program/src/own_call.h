#pragma once

#include <chrono>
#include <string>

#include "motcua/base/call_context.h"

namespace motcua::program {

/// The call under which a program does what nobody asked it for.
inline CallContext OwnCall(const std::string& service, std::chrono::milliseconds limit) {
  CallContext call;
  call.caller = service;
  call.deadline = std::chrono::steady_clock::now() + limit;
  return call;
}

}  // namespace motcua::program
