#include "motcua/rpc/request_texts.h"

#include <string>

#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

#include "motcua/base/error.h"

namespace motcua::rpc {
namespace {

std::string FieldOf(const google::protobuf::Message& request) {
  const absl::Status status = CheckTexts(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(Reason(status), "TEXT_INVALID");
  for (const auto& [key, value] : Metadata(status)) {
    if (key == "field") {
      return value;
    }
  }
  return "no field";
}

TEST(CheckTexts, TakesWhatPeopleWrite) {
  google::rpc::BadRequest request;
  auto& violation = *request.add_field_violations();
  violation.set_field("Đơn “đề nghị”\r\n\tcâu hai, e\u0301, \u200F");
  violation.set_description("");
  EXPECT_TRUE(CheckTexts(request).ok());
  EXPECT_TRUE(CheckTexts(google::rpc::BadRequest()).ok());
}

TEST(CheckTexts, NamesTheFieldHoweverDeep) {
  google::rpc::BadRequest request;
  request.add_field_violations()->set_field("ok");
  request.add_field_violations()->set_description("a\u001Bb");
  EXPECT_EQ(FieldOf(request), "field_violations[1].description");

  google::rpc::DebugInfo list;
  list.add_stack_entries("ok");
  list.add_stack_entries("a\u202Eb");
  EXPECT_EQ(FieldOf(list), "stack_entries[1]");

  google::rpc::ErrorInfo map;
  (*map.mutable_metadata())["key"] = std::string("a\0b", 3);
  EXPECT_EQ(FieldOf(map), "metadata[0].value");
}

TEST(CheckTexts, RefusesEveryKindThatIsInvalidInAnyField) {
  for (const char* const text : {"\u0001", "\u007F", "\u0085", "a\u2066b", "\uFFFF", "a\u202Bb"}) {
    google::rpc::DebugInfo request;
    request.set_detail(text);
    EXPECT_EQ(FieldOf(request), "detail");
  }
}

TEST(CheckTexts, BytesAreNoText) {
  google::protobuf::BytesValue bytes;
  bytes.set_value(std::string("\0\xFF", 2));
  EXPECT_TRUE(CheckTexts(bytes).ok());
}

}  // namespace
}  // namespace motcua::rpc
