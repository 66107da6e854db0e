#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace motcua::rpc {

/// The deterministic serialization of a request: equal contents give equal bytes within one build
/// of a program. Hashed for the idempotency key (libs/command). Pure, thread-safe.
std::string MessageBytes(const google::protobuf::Message& message);

}  // namespace motcua::rpc
