#include "motcua/base/error.h"

#include <gtest/gtest.h>

namespace motcua {
namespace {

TEST(ErrorTest, CarriesReasonMessageAndMetadata) {
  const absl::Status status = Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
                                    "the dossier: is closed", {{"state", "9"}, {"empty", ""}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(status), "WRONG_STATE");
  EXPECT_EQ(Message(status), "the dossier: is closed");
  EXPECT_EQ(Metadata(status), (ErrorMetadata{{"state", "9"}, {"empty", ""}}));
}

TEST(ErrorTest, FieldErrorNamesTheField) {
  const absl::Status status = FieldError("parts[2].name", "PART_MISSING", "a part is missing");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Metadata(status), (ErrorMetadata{{"field", "parts[2].name"}}));
}

TEST(ErrorTest, AStatusOfOthersHasNoReason) {
  EXPECT_EQ(Reason(absl::InternalError("x")), "");
  EXPECT_EQ(Reason(absl::OkStatus()), "");
}

}  // namespace
}  // namespace motcua
