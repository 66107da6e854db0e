#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace motcua::rpc {

/// The deterministic serialization of a request: equal contents give equal bytes within one build
/// of a program. The input of command::HashContent. Pure, thread-safe.
std::string MessageBytes(const google::protobuf::Message& message);

}  // namespace motcua::rpc
