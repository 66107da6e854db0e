#include "motcua/calendar/in_force.h"

#include <gtest/gtest.h>

namespace motcua::calendar {
namespace {

TEST(InForceTest, BothEndsBelongToItAndMayBeOpen) {
  EXPECT_FALSE(InForce("2025-03-01", "2025-03-31", "2025-02-28"));
  EXPECT_TRUE(InForce("2025-03-01", "2025-03-31", "2025-03-01"));
  EXPECT_TRUE(InForce("2025-03-01", "2025-03-31", "2025-03-31"));
  EXPECT_FALSE(InForce("2025-03-01", "2025-03-31", "2025-04-01"));
  EXPECT_TRUE(InForce("2025-03-01", "", "2199-12-31"));
  EXPECT_TRUE(InForce("", "2025-03-31", "1976-01-01"));
}

}  // namespace
}  // namespace motcua::calendar
