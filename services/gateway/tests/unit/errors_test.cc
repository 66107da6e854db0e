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
  const http::Response limited =
      ErrorResponse(Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_TRIES", "later",
                          {{"retry_after_seconds", "1234"}}));
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.headers.Get("Retry-After"), "1234");
  EXPECT_EQ(Find<google::rpc::RetryInfo>(Parse(limited)).retry_delay().seconds(), 1234);
  const http::Response never =
      ErrorResponse(Error(absl::StatusCode::kUnavailable, "FEEDBACK_NOT_CONFIGURED", "none"));
  EXPECT_FALSE(never.headers.Find("Retry-After").has_value());
}

TEST(ErrorBodyTest, KeepsWhatIsInternalToItself) {
  const http::Response response = ErrorResponse(
      Error(absl::StatusCode::kInternal, "DATABASE_ERROR", "relation x", {{"sql", "SELECT"}}));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("relation"), std::string::npos);
  EXPECT_EQ(response.body.find("SELECT"), std::string::npos);
}

TEST(ErrorBodyTest, WhatComesFromBelowKeepsItsReasonOnly) {
  constexpr char kDetail[] =
      "connection to 10.20.30.40:5432 as user intake_rw failed: SELECT * FROM dossiers";
  for (const auto& [code, http_status] :
       {std::pair(absl::StatusCode::kUnavailable, 503), std::pair(absl::StatusCode::kInternal, 500),
        std::pair(absl::StatusCode::kDeadlineExceeded, 504),
        std::pair(absl::StatusCode::kUnknown, 500), std::pair(absl::StatusCode::kDataLoss, 500)}) {
    const http::Response response =
        ErrorResponse(Error(code, "DATABASE_DOWN", kDetail, {{"host", "10.20.30.40"}}));
    EXPECT_EQ(response.status, http_status);
    for (const char* secret : {"10.20.30.40", "5432", "intake_rw", "SELECT"}) {
      EXPECT_EQ(response.body.find(secret), std::string::npos) << response.body;
    }
    const v1::ErrorBody body = Parse(response);
    EXPECT_EQ(Find<google::rpc::ErrorInfo>(body).reason(), "DATABASE_DOWN");
    EXPECT_FALSE(body.error().message().empty());
    EXPECT_EQ(Find<google::rpc::LocalizedMessage>(body).message(),
              VietnameseMessage("DATABASE_DOWN"));
  }
}

TEST(ErrorBodyTest, WhatADatabaseRefusedKeepsItsReasonOnly) {
  for (const auto& [code, http_status] : {std::pair(absl::StatusCode::kAlreadyExists, 409),
                                          std::pair(absl::StatusCode::kAborted, 409),
                                          std::pair(absl::StatusCode::kFailedPrecondition, 400),
                                          std::pair(absl::StatusCode::kInvalidArgument, 400)}) {
    const http::Response response = ErrorResponse(
        Error(code, "UNIQUE_VIOLATION", "statement insert_dossier: duplicate key (SQLSTATE 23505)",
              {{"sqlstate", "23505"}, {"statement", "insert_dossier"}, {"constraint", "d_pkey"}}));
    EXPECT_EQ(response.status, http_status);
    for (const char* secret : {"23505", "insert_dossier", "duplicate", "d_pkey"}) {
      EXPECT_EQ(response.body.find(secret), std::string::npos) << response.body;
    }
    EXPECT_EQ(Find<google::rpc::ErrorInfo>(Parse(response)).reason(), "UNIQUE_VIOLATION");
  }
}

TEST(ErrorBodyTest, AnErrorOfTheTransportHasNoReasonButSaysWhetherToTryAgain) {
  const http::Response response = ErrorResponse(
      absl::UnavailableError("failed to connect to all addresses; ipv4:10.20.30.40:9000"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body.find("10.20.30.40"), std::string::npos);
  const v1::ErrorBody body = Parse(response);
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(body).reason(), "UNAVAILABLE");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(body).message(), VietnameseMessage("UNAVAILABLE"));
}

TEST(ErrorBodyTest, AReasonWithoutASentenceGetsTheOneOfItsKind) {
  const auto vietnamese = [](const absl::Status& status) {
    return Find<google::rpc::LocalizedMessage>(Parse(ErrorResponse(status))).message();
  };
  EXPECT_EQ(vietnamese(Error(absl::StatusCode::kUnavailable, "KAFKA_DOWN", "")),
            VietnameseMessage("UNAVAILABLE"));
  EXPECT_EQ(vietnamese(Error(absl::StatusCode::kInternal, "EXCEPTION", "")),
            VietnameseMessage("INTERNAL"));
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
