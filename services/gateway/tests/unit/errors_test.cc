#include <algorithm>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "motcua/gateway/v1/rest.pb.h"

#include "motcua/base/error.h"

#include "errors/error_body.h"
#include "errors/messages_vi.h"

namespace motcua::gateway {
namespace {

v1::ErrorBody Parse(const http::Response& response) {
  v1::ErrorBody body;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(response.body, &body).ok())
      << response.body;
  return body;
}

template <typename Detail>
Detail Find(const v1::ErrorBody& body) {
  Detail detail;
  for (const auto& any : body.error().details()) {
    if (any.Is<Detail>()) {
      any.UnpackTo(&detail);
    }
  }
  return detail;
}

TEST(ErrorBodyTest, NamesReasonFieldAndTheVietnameseSentence) {
  const http::Response response =
      ErrorResponse(FieldError("content.parts", "PART_MISSING", "a part is missing"));
  EXPECT_EQ(response.status, 400);
  const v1::ErrorBody body = Parse(response);
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(body).reason(), "PART_MISSING");
  EXPECT_EQ(Find<google::rpc::BadRequest>(body).field_violations(0).field(), "content.parts");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(body).message(),
            "Thiếu thành phần hồ sơ bắt buộc.");
}

TEST(ErrorBodyTest, SaysWhenALaterTryHelps) {
  const http::Response response =
      ErrorResponse(Error(absl::StatusCode::kUnavailable, "STATUS_BUSY", "busy"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.headers.Get("Retry-After"), "1");
}

TEST(ErrorBodyTest, KeepsWhatIsInternalToItself) {
  const http::Response response = ErrorResponse(
      Error(absl::StatusCode::kInternal, "DATABASE_ERROR", "relation x", {{"sql", "SELECT"}}));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("relation"), std::string::npos);
  EXPECT_EQ(response.body.find("SELECT"), std::string::npos);
}

TEST(MessagesTest, AreSortedAndFound) {
  const auto messages = VietnameseMessages();
  EXPECT_TRUE(
      std::ranges::is_sorted(messages, {}, &std::pair<std::string_view, std::string_view>::first));
  for (const auto& [reason, message] : messages) {
    EXPECT_EQ(VietnameseMessage(reason), message);
  }
  EXPECT_FALSE(VietnameseMessage("NO_SUCH_REASON").empty());
}

}  // namespace
}  // namespace motcua::gateway
