#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace motcua::rpc {

/// The deterministic serialization of a request: equal contents give equal bytes in one build of a
/// program. What command::HashContent takes. Pure, thread-safe.
std::string MessageBytes(const google::protobuf::Message& message);

}  // namespace motcua::rpc
