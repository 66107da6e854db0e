#include "motcua/rpc/status_conversion.h"

#include <string>

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

template <typename Detail>
bool Find(const grpc::Status& status, Detail& detail) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  int found = 0;
  for (const auto& any : details.details()) {
    found += any.UnpackTo(&detail) ? 1 : 0;
  }
  EXPECT_LE(found, 1) << "at most one detail of a type";
  return found == 1;
}

TEST(StatusConversion, OkStaysOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "intake").ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(StatusConversion, RoundTripKeepsCodeReasonMessageAndMetadata) {
  for (const auto code :
       {absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound,
        absl::StatusCode::kAlreadyExists, absl::StatusCode::kFailedPrecondition,
        absl::StatusCode::kAborted, absl::StatusCode::kUnavailable,
        absl::StatusCode::kResourceExhausted, absl::StatusCode::kDeadlineExceeded,
        absl::StatusCode::kPermissionDenied, absl::StatusCode::kUnauthenticated}) {
    const absl::Status status = Error(code, "REVISION_STALE", "Hồ sơ đã thay đổi.",
                                      {{"current_revision", "7"}, {"agency", "H19.801"}});
    const absl::Status back = FromGrpcStatus(ToGrpcStatus(status, "processing"));
    EXPECT_EQ(back.code(), code);
    EXPECT_EQ(Reason(back), "REVISION_STALE");
    EXPECT_EQ(Message(back), "Hồ sơ đã thay đổi.");
    EXPECT_THAT(Metadata(back),
                ElementsAre(Pair("agency", "H19.801"), Pair("current_revision", "7")));
  }
}

TEST(StatusConversion, SaysWhichServiceSpeaks) {
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Find(
      ToGrpcStatus(Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "No."), "intake"), info));
  EXPECT_EQ(info.domain(), "intake.motcua");
}

TEST(StatusConversion, FieldErrorIsABadRequestAndComesBack) {
  const absl::Status status = FieldError("parts[2].name", "PART_UNKNOWN", "No such part.");
  const grpc::Status wire = ToGrpcStatus(status, "intake");
  google::rpc::BadRequest bad;
  ASSERT_TRUE(Find(wire, bad));
  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), "parts[2].name");
  EXPECT_THAT(Metadata(FromGrpcStatus(wire)), ElementsAre(Pair("field", "parts[2].name")));
}

absl::Status Faults(int count, const std::string& sentence) {
  ErrorMetadata metadata = {{"faults", std::to_string(count)}};
  for (int i = 0; i < count; ++i) {
    metadata.emplace_back("workflows[" + std::to_string(i) + "]", sentence);
  }
  return WithReason(absl::StatusCode::kInvalidArgument, "WORKFLOW_INVALID", "Faults.", metadata);
}

TEST(StatusConversion, FaultsOfADocumentAreFieldViolationsInTheirOrder) {
  // Two of one field, and one that would come first if they were sorted.
  const absl::Status status = WithReason(
      absl::StatusCode::kInvalidArgument, "WORKFLOW_INVALID", "Faults.",
      {{"faults", "3"}, {"workflows[1].id", "twice"}, {"workflows[1].id", "long"}, {"a", "b"}});
  const grpc::Status wire = ToGrpcStatus(status, "processing");
  google::rpc::BadRequest bad;
  ASSERT_TRUE(Find(wire, bad));
  ASSERT_EQ(bad.field_violations_size(), 3);
  EXPECT_EQ(bad.field_violations(1).field(), "workflows[1].id");
  EXPECT_EQ(bad.field_violations(1).description(), "long");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Find(wire, info));
  EXPECT_EQ(info.reason(), "WORKFLOW_INVALID");
  EXPECT_EQ(info.metadata_size(), 1) << "a fault travels once";
  EXPECT_THAT(Metadata(FromGrpcStatus(wire)),
              ElementsAre(Pair("faults", "3"), Pair("workflows[1].id", "twice"),
                          Pair("workflows[1].id", "long"), Pair("a", "b")));
}

TEST(StatusConversion, FaultsThatDoNotFitAreCounted) {
  const ErrorMetadata by_number =
      Metadata(FromGrpcStatus(ToGrpcStatus(Faults(137, "x"), "processing")));
  ASSERT_EQ(by_number.size(), 102U);
  EXPECT_THAT(by_number[0], Pair("faults", "137"));
  EXPECT_THAT(by_number[1], Pair("faults_left_out", "37"));
  EXPECT_THAT(by_number[101], Pair("workflows[99]", "x"));

  const grpc::Status wire = ToGrpcStatus(Faults(137, std::string(1000, 'x')), "processing");
  const ErrorMetadata by_bytes = Metadata(FromGrpcStatus(wire));
  ASSERT_GT(by_bytes.size(), 2U);
  EXPECT_THAT(by_bytes[1], Pair("faults_left_out", std::to_string(137 - (by_bytes.size() - 2))));
  EXPECT_EQ(by_bytes[2].second.size(), 256U);

  // One hundred that just fit, or not: never more than a peer takes, base64 included.
  for (std::size_t length = 0; length < 200; ++length) {
    const grpc::Status some = ToGrpcStatus(Faults(100, std::string(length, 'x')), "processing");
    EXPECT_LE(3 * some.error_message().size() + some.error_details().size() * 4 / 3, 7500U)
        << length;
  }
}

TEST(StatusConversion, FieldOfAForeignBadRequestIsKept) {
  google::rpc::Status details;
  details.set_code(3);
  google::rpc::ErrorInfo info;
  info.set_reason("FOREIGN");
  details.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("name");
  details.add_details()->PackFrom(bad);
  const absl::Status back = FromGrpcStatus(
      grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "No.", details.SerializeAsString()));
  EXPECT_THAT(Metadata(back), ElementsAre(Pair("field", "name")));
}

TEST(StatusConversion, RetryInfoGoesWithOverloadAndOutageOnly) {
  google::rpc::RetryInfo retry;
  EXPECT_TRUE(Find(ToGrpcStatus(Error(absl::StatusCode::kUnavailable, "A", "a"), "intake"), retry));
  EXPECT_GT(retry.retry_delay().seconds(), 0);
  EXPECT_TRUE(
      Find(ToGrpcStatus(Error(absl::StatusCode::kResourceExhausted, "A", "a"), "intake"), retry));
  EXPECT_FALSE(Find(ToGrpcStatus(Error(absl::StatusCode::kAborted, "A", "a"), "intake"), retry));
}

TEST(StatusConversion, InternalKeepsItsDetailsInside) {
  for (const auto code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kDataLoss}) {
    const grpc::Status wire = ToGrpcStatus(
        Error(code, "DATABASE_ERROR", "secret-canary", {{"sql", "secret-canary"}}), "intake");
    EXPECT_EQ(wire.error_message().find("secret-canary"), std::string::npos);
    EXPECT_EQ(wire.error_details().find("secret-canary"), std::string::npos);
    EXPECT_EQ(Reason(FromGrpcStatus(wire)), "DATABASE_ERROR");
  }
}

TEST(StatusConversion, StatusWithoutReasonKeepsCodeAndMessage) {
  const absl::Status back =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  EXPECT_EQ(back.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Message(back), "connection refused");
  EXPECT_EQ(Reason(back), "");
  EXPECT_THAT(Metadata(back), IsEmpty());
}

TEST(StatusConversion, UnreadableDetailsAreIgnored) {
  const absl::Status back =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "no", "\xff\xfe not protobuf"));
  EXPECT_EQ(back.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Reason(back), "");
}

TEST(StatusConversion, LongErrorsAreCutToWhatTrailersCarry) {
  std::string message;
  while (message.size() < 4000) {
    message += "ồ";  // three bytes: a cut in the middle would be invalid UTF-8
  }
  const absl::Status status = Error(absl::StatusCode::kFailedPrecondition, "TOO_LONG", message,
                                    {{"a", "kept"}, {"b", std::string(5000, 'x')}});
  const grpc::Status wire = ToGrpcStatus(status, "intake");
  EXPECT_LE(wire.error_message().size(), 512U);
  EXPECT_EQ(wire.error_message().size() % 3, 0U);
  EXPECT_LE(3 * wire.error_message().size() + wire.error_details().size(), 7000U);
  EXPECT_THAT(Metadata(FromGrpcStatus(wire)), ElementsAre(Pair("a", "kept")));
}

}  // namespace
}  // namespace motcua::rpc
