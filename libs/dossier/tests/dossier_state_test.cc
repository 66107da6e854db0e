#include "motcua/dossier/dossier_state.h"

#include <set>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::dossier {
namespace {

std::set<int> NumbersWhere(bool (*is)(NationalState)) {
  std::set<int> numbers;
  for (const NationalState state : kAllNationalStates) {
    if (is(state)) {
      numbers.insert(WireNumber(state));
    }
  }
  return numbers;
}

TEST(DossierStateTest, NumbersAreThoseOfTheWire) {
  for (int number = 1; number <= 10; ++number) {
    const absl::StatusOr<NationalState> state = NationalStateFromNumber(number);
    ASSERT_TRUE(state.ok());
    EXPECT_EQ(WireNumber(*state), number);
    EXPECT_EQ(kAllNationalStates[static_cast<std::size_t>(number - 1)], *state);
  }
  for (const int number : {-1, 0, 11, 1000}) {
    EXPECT_EQ(Reason(NationalStateFromNumber(number).status()), "STATE_UNKNOWN");
  }
}

TEST(DossierStateTest, NamesAreThoseOfTheNationalList) {
  EXPECT_EQ(VietnameseName(NationalState::kFiled), "Mới đăng ký");
  EXPECT_EQ(VietnameseName(NationalState::kPaymentRequested),
            "Yêu cầu thực hiện nghĩa vụ tài chính");
  EXPECT_EQ(VietnameseName(NationalState::kHandedOver), "Đã trả kết quả");
  EXPECT_EQ(EnglishName(NationalState::kStopped), "Processing stopped");
  std::set<std::string_view> names;
  for (const NationalState state : kAllNationalStates) {
    names.insert(VietnameseName(state));
    names.insert(EnglishName(state));
  }
  EXPECT_EQ(names.size(), 20U);
}

TEST(DossierStateTest, ClocksAndCountsOfTheTable) {
  EXPECT_EQ(NumbersWhere(IsEnded), (std::set<int>{3, 7, 9, 10}));
  EXPECT_EQ(NumbersWhere(IsPaused), (std::set<int>{5, 6, 8}));
  EXPECT_EQ(NumbersWhere(IsCounted), (std::set<int>{2, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(ClockIn(NationalState::kFiled), ProcessingClock::kNotStarted);
  EXPECT_EQ(ClockIn(NationalState::kReceived), ProcessingClock::kRunning);
  EXPECT_EQ(ClockIn(NationalState::kInProcess), ProcessingClock::kRunning);
}

TEST(DossierStateTest, CompletionGrowsAlongThePath) {
  int before = 0;
  for (const NationalState state :
       {NationalState::kFiled, NationalState::kReceived, NationalState::kInProcess,
        NationalState::kFinished, NationalState::kHandedOver}) {
    const Completion completion = CompletionOf(state);
    EXPECT_GT(completion.percent, before);
    EXPECT_FALSE(completion.vi.empty());
    EXPECT_FALSE(completion.en.empty());
    before = completion.percent;
  }
  EXPECT_EQ(before, 100);
  EXPECT_EQ(CompletionOf(NationalState::kWithdrawn).percent, 100);
}

}  // namespace
}  // namespace motcua::dossier
