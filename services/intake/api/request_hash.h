#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace motcua::intake {

/// SHA-256 over a request's bytes in a form that depends on its content only: what tells a repeated
/// command from another one with the same key.
std::string HashRequest(const google::protobuf::Message& request);

}  // namespace motcua::intake
