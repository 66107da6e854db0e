#include "api/request_hash.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "motcua/base/check.h"
#include "motcua/command/command_record.h"

namespace motcua::intake {

std::string HashRequest(const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    MOTCUA_CHECK(request.SerializeToCodedStream(&coded));
  }
  return command::HashContent(bytes);
}

}  // namespace motcua::intake
