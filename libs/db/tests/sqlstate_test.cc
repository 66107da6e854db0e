#include "sqlstate.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::db {
namespace {

absl::Status Of(std::string_view sqlstate) {
  return Translate({.sqlstate = sqlstate, .message = "words", .constraint = "", .statement = "s"});
}

void ExpectIs(std::string_view sqlstate, absl::StatusCode code, std::string_view reason) {
  EXPECT_EQ(Of(sqlstate).code(), code) << sqlstate;
  EXPECT_EQ(Reason(Of(sqlstate)), reason) << sqlstate;
}

TEST(Sqlstate, HasTheCodesOfTheHeader) {
  ExpectIs("23505", absl::StatusCode::kAlreadyExists, "UNIQUE_VIOLATION");
  ExpectIs("23514", absl::StatusCode::kFailedPrecondition, "CHECK_VIOLATION");
  ExpectIs("23503", absl::StatusCode::kFailedPrecondition, "FOREIGN_KEY_VIOLATION");
  ExpectIs("40001", absl::StatusCode::kAborted, "SERIALIZATION");
  ExpectIs("40P01", absl::StatusCode::kAborted, "SERIALIZATION");
  ExpectIs("0A000", absl::StatusCode::kAborted, "STALE_PLAN");
  ExpectIs("MC001", absl::StatusCode::kAborted, "FENCED");
  ExpectIs("57014", absl::StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT");
  ExpectIs("55P03", absl::StatusCode::kDeadlineExceeded, "LOCK_TIMEOUT");
  ExpectIs("08006", absl::StatusCode::kUnavailable, "DATABASE_DOWN");
  ExpectIs("57P01", absl::StatusCode::kUnavailable, "DATABASE_DOWN");
  ExpectIs("57P03", absl::StatusCode::kUnavailable, "DATABASE_DOWN");
  ExpectIs("53300", absl::StatusCode::kUnavailable, "DATABASE_DOWN");
  ExpectIs("25006", absl::StatusCode::kUnavailable, "DATABASE_DOWN");
  ExpectIs("42P01", absl::StatusCode::kInternal, "DATABASE_ERROR");
  ExpectIs("XX000", absl::StatusCode::kInternal, "DATABASE_ERROR");
}

TEST(Sqlstate, NamesTheConstraint) {
  const absl::Status status = Translate({.sqlstate = "23505",
                                         .message = "duplicate key",
                                         .constraint = "dossiers_code_key",
                                         .statement = "insert_dossier"});
  const ErrorMetadata metadata = Metadata(status);
  EXPECT_NE(std::find(metadata.begin(), metadata.end(),
                      std::pair<std::string, std::string>("constraint", "dossiers_code_key")),
            metadata.end());
}

TEST(Sqlstate, NeverQuotesAValue) {
  const absl::Status status =
      Translate({.sqlstate = "22P02",
                 .message = "invalid input syntax for type uuid: \"Nguyễn Văn A\"",
                 .constraint = "",
                 .statement = "find_dossier"});
  EXPECT_EQ(Message(status).find("Nguyễn"), std::string::npos);
}

TEST(Sqlstate, OnlyALostSessionEndsIt) {
  EXPECT_TRUE(EndsSession("57P01"));
  EXPECT_TRUE(EndsSession("08006"));
  EXPECT_TRUE(EndsSession("0A000"));
  EXPECT_FALSE(EndsSession("23505"));
  EXPECT_FALSE(EndsSession("57014"));
  EXPECT_FALSE(EndsSession("42601"));
}

}  // namespace
}  // namespace motcua::db
