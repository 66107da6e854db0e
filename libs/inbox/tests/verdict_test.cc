#include "verdict.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::inbox {
namespace {

absl::Status FromDatabase(absl::StatusCode code, std::string_view sqlstate) {
  return Error(code, "DATABASE_ERROR", "the database said no", {{"sqlstate", sqlstate}});
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
