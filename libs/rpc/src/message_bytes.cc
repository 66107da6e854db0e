#include "motcua/rpc/message_bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "motcua/base/check.h"

namespace motcua::rpc {

std::string MessageBytes(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    MOTCUA_CHECK(message.SerializeToCodedStream(&coded));
  }
  return bytes;
}

}  // namespace motcua::rpc
