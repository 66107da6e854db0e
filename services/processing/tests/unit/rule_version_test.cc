#include "domain/rule_version.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::processing {
namespace {

const RuleVersion kFirst = {.name = "workflow/a/1", .document = "one"};
const RuleVersion kSecond = {.name = "workflow/a/2", .document = "two"};

TEST(ALoad, AddsWhatIsNotStored) {
  EXPECT_EQ(DecideLoad({kFirst, kSecond}, {}).value(), (std::vector{kFirst, kSecond}));
  EXPECT_EQ(DecideLoad({kFirst, kSecond}, {{kFirst.name, kFirst.document}}).value(),
            std::vector{kSecond});
  EXPECT_TRUE(DecideLoad({kFirst}, {{kFirst.name, kFirst.document}})->empty());
}

TEST(ALoad, IsRefusedWholeIfAVersionWouldChange) {
  const absl::Status status = DecideLoad({kSecond, kFirst}, {{kFirst.name, "other"}}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(status), "VERSION_FROZEN");
  EXPECT_EQ(Metadata(status), (ErrorMetadata{{"version", kFirst.name}}));
}

}  // namespace
}  // namespace motcua::processing
