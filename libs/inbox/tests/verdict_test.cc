#include "verdict.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::inbox {
namespace {

absl::Status FromDatabase(absl::StatusCode code, std::string_view sqlstate) {
  return Error(code, "DATABASE_ERROR", "the database said no", {{"sqlstate", sqlstate}});
}

TEST(VerdictTest, HandlersRefusalIsPermanent) {
  EXPECT_TRUE(IsPermanent(Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE", "no")));
  EXPECT_TRUE(IsPermanent(Error(absl::StatusCode::kInvalidArgument, "PAYLOAD_INVALID", "no")));
}

TEST(VerdictTest, WhatALaterAttemptMaySurviveIsNot) {
  EXPECT_FALSE(IsPermanent(absl::OkStatus()));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kUnavailable, "DATABASE_DOWN", "no")));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kAborted, "CONTENTION", "no")));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kDeadlineExceeded, "LOCK_TIMEOUT", "no")));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kCancelled, "STOPPING", "no")));
}

TEST(VerdictTest, DatabaseBlamesTheEventOnlyForItsValues) {
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kAlreadyExists, "23505")));
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kFailedPrecondition, "23514")));
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "22003")));
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "54000")));
  EXPECT_FALSE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "42P01")));  // no such table
  EXPECT_FALSE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "XX000")));
}

TEST(VerdictTest, WhatLeavesIsRetryableAndKeepsItsReason) {
  const absl::Status status = AsRetryable(FromDatabase(absl::StatusCode::kInternal, "42P01"));
  EXPECT_TRUE(IsRetryable(status));
  EXPECT_EQ(Reason(status), "DATABASE_ERROR");
  EXPECT_EQ(AsRetryable(Error(absl::StatusCode::kAborted, "CONTENTION", "no")).code(),
            absl::StatusCode::kAborted);
}

}  // namespace
}  // namespace motcua::inbox
