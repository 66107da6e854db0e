#include "domain/retry.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::portalsync::testing {
namespace {

TEST(RetryTest, OnlyWhatThePortalRefusedIsSentAgain) {
  EXPECT_TRUE(DecideRetry({.dossier_id = "d", .refused = true}).ok());
  EXPECT_EQ(Reason(DecideRetry({.dossier_id = "d", .refused = false})), "NOT_REFUSED");
}

TEST(RetryTest, ACitizenMayNot) {
  EXPECT_TRUE(CheckRetrier({.kind = ActorKind::kOfficer, .id = "CB007", .agency = "H19"}).ok());
  EXPECT_TRUE(CheckRetrier({.kind = ActorKind::kSystem, .id = "desk", .agency = {}}).ok());
  for (const ActorKind kind : {ActorKind::kCitizen, ActorKind::kUnspecified}) {
    EXPECT_EQ(Reason(CheckRetrier({.kind = kind, .id = "x", .agency = {}})), "ACTOR_INVALID");
  }
}

}  // namespace
}  // namespace motcua::portalsync::testing
