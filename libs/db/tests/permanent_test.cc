#include "motcua/db/permanent.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::db {
namespace {

absl::Status FromDatabase(absl::StatusCode code, std::string_view sqlstate) {
  return Error(code, "DATABASE_ERROR", "the database said no", {{"sqlstate", sqlstate}});
}

TEST(PermanentTest, ARefusalOfOurCodeIsPermanent) {
  EXPECT_TRUE(IsPermanent(Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE", "no")));
  EXPECT_TRUE(IsPermanent(Error(absl::StatusCode::kInvalidArgument, "PAYLOAD_INVALID", "no")));
}

TEST(PermanentTest, WhatALaterAttemptMaySurviveIsNot) {
  EXPECT_FALSE(IsPermanent(absl::OkStatus()));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kUnavailable, "DATABASE_DOWN", "no")));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kAborted, "CONTENTION", "no")));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kDeadlineExceeded, "LOCK_TIMEOUT", "no")));
  EXPECT_FALSE(IsPermanent(Error(absl::StatusCode::kCancelled, "STOPPING", "no")));
}

TEST(PermanentTest, TheDatabaseBlamesTheItemOnlyForItsValues) {
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kAlreadyExists, "23505")));
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kFailedPrecondition, "23514")));
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "22003")));
  EXPECT_TRUE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "54000")));
  EXPECT_FALSE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "42P01")));  // no such table
  EXPECT_FALSE(IsPermanent(FromDatabase(absl::StatusCode::kInternal, "XX000")));
}

}  // namespace
}  // namespace motcua::db
