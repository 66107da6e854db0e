#include "turn.h"

#include <gtest/gtest.h>

namespace motcua::inbox {
namespace {

constexpr Position kNothing{};

TEST(TurnTest, FirstEventIsNextInAnyEpoch) {
  EXPECT_EQ(WhoseTurn(kNothing, {1, 1}, {}), Turn::kNext);
  EXPECT_EQ(WhoseTurn(kNothing, {7, 1}, {}), Turn::kNext);
}

TEST(TurnTest, WithinAnEpochTheSequenceDecides) {
  EXPECT_EQ(WhoseTurn({1, 3}, {1, 2}, {}), Turn::kDone);
  EXPECT_EQ(WhoseTurn({1, 3}, {1, 3}, {}), Turn::kDone);
  EXPECT_EQ(WhoseTurn({1, 3}, {1, 4}, {}), Turn::kNext);
  EXPECT_EQ(WhoseTurn({1, 3}, {1, 5}, {}), Turn::kGap);
  EXPECT_EQ(WhoseTurn(kNothing, {1, 2}, {}), Turn::kGap);
}

TEST(TurnTest, LowerEpochIsOldNews) {
  EXPECT_EQ(WhoseTurn({2, 3}, {1, 3}, {}), Turn::kDone);
  EXPECT_EQ(WhoseTurn({2, 3}, {1, 9}, {}), Turn::kDone);
}

// A reused sequence is not a duplicate, and one that seems to be next may not be: only the owner's
// history shows it (F26).
TEST(TurnTest, HigherEpochNeedsTheHistory) {
  EXPECT_EQ(WhoseTurn({1, 5}, {2, 4}, {}), Turn::kGap);
  EXPECT_EQ(WhoseTurn({1, 5}, {2, 6}, {}), Turn::kGap);
  EXPECT_EQ(WhoseTurn({1, 5}, {2, 1}, {}), Turn::kNext);
}

TEST(TurnTest, KnownPredecessorSettlesIt) {
  EXPECT_EQ(WhoseTurn({1, 5}, {2, 6}, Position{1, 5}), Turn::kNext);
  // The cursor is on the branch lost by the restore.
  EXPECT_EQ(WhoseTurn({1, 5}, {2, 4}, Position{1, 3}), Turn::kNext);
  EXPECT_EQ(WhoseTurn({1, 5}, {2, 6}, Position{2, 5}), Turn::kGap);
  EXPECT_EQ(WhoseTurn({2, 6}, {2, 5}, Position{2, 4}), Turn::kDone);
  EXPECT_EQ(WhoseTurn({1, 2}, {1, 3}, Position{1, 2}), Turn::kNext);
}

}  // namespace
}  // namespace motcua::inbox
