#include "motcua/dossier/next_action.h"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

namespace motcua::dossier {
namespace {

enum class Whose { kCitizens, kAgencys, kNobodys };

// The expected advice of each state: who must act, and words that occur only in it.
struct Row {
  NationalState state;
  Whose move;
  std::string_view vi;
  std::string_view en;
};

constexpr Row kRows[] = {
    {NationalState::kFiled, Whose::kAgencys, "kiểm tra hồ sơ", "checks the dossier"},
    {NationalState::kReceived, Whose::kAgencys, "ngày hẹn trả kết quả", "appointment date"},
    {NationalState::kNotAccepted, Whose::kCitizens, "nộp hồ sơ mới", "file a new one"},
    {NationalState::kInProcess, Whose::kAgencys, "ngày hẹn trả kết quả", "appointment date"},
    {NationalState::kSupplementRequested, Whose::kCitizens, "bổ sung giấy tờ", "papers named"},
    {NationalState::kPaymentRequested, Whose::kCitizens, "Nộp phí, lệ phí", "Pay the amount"},
    {NationalState::kWithdrawn, Whose::kNobodys, "được rút", "withdrawn at your request"},
    {NationalState::kStopped, Whose::kNobodys, "dừng giải quyết", "stopped at your request"},
    {NationalState::kFinished, Whose::kCitizens, "mang giấy hẹn", "bring the receipt"},
    {NationalState::kHandedOver, Whose::kNobodys, "Đã trả kết quả", "handed over"},
};

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST(NextActionTest, TheTableHasEveryStateOnce) {
  std::set<NationalState> states;
  for (const Row& row : kRows) {
    EXPECT_TRUE(states.insert(row.state).second) << WireNumber(row.state);
  }
  EXPECT_EQ(states, std::set<NationalState>(kAllNationalStates.begin(), kAllNationalStates.end()));
}

TEST(NextActionTest, EachStateSaysWhatToDo) {
  for (const Row& row : kRows) {
    const NextAction action = NextActionIn(row.state);
    EXPECT_TRUE(Has(action.vi, row.vi)) << WireNumber(row.state) << ": " << action.vi;
    EXPECT_TRUE(Has(action.en, row.en)) << WireNumber(row.state) << ": " << action.en;
  }
}

// Two states may give the same advice only if the table says so; this detects swapped cases even if
// the words of the table were copied too.
TEST(NextActionTest, TheWordsOfARowStandInNoOtherAdvice) {
  for (const Row& row : kRows) {
    for (const Row& other : kRows) {
      if (row.vi != other.vi) {
        EXPECT_FALSE(Has(NextActionIn(other.state).vi, row.vi))
            << WireNumber(row.state) << " and " << WireNumber(other.state);
      }
      if (row.en != other.en) {
        EXPECT_FALSE(Has(NextActionIn(other.state).en, row.en))
            << WireNumber(row.state) << " and " << WireNumber(other.state);
      }
    }
  }
}

// Citizens must know when the agency waits for them: the clock is stopped, and a missing supplement
// or payment ends the dossier.
TEST(NextActionTest, WhoHasToActIsTold) {
  for (const Row& row : kRows) {
    const NextAction action = NextActionIn(row.state);
    const bool waits = row.move == Whose::kAgencys;
    EXPECT_EQ(action.vi.starts_with("Chờ"), waits) << action.vi;
    EXPECT_EQ(action.en.starts_with("Wait"), waits) << action.en;
    const bool acts_vi =
        Has(action.vi, "Nộp ") || Has(action.vi, "nộp ") || Has(action.vi, "mang ");
    EXPECT_EQ(acts_vi, row.move == Whose::kCitizens) << action.vi;
    const bool acts_en = Has(action.en, "Send ") || Has(action.en, "Pay ") ||
                         Has(action.en, "file ") || Has(action.en, "bring ");
    EXPECT_EQ(acts_en, row.move == Whose::kCitizens) << action.en;
  }
}

// Only requests with a deadline mention one.
TEST(NextActionTest, RequestsNameTheirTime) {
  for (const NationalState state : kAllNationalStates) {
    const NextAction action = NextActionIn(state);
    const bool timed =
        state == NationalState::kSupplementRequested || state == NationalState::kPaymentRequested;
    EXPECT_EQ(Has(action.vi, "trước khi hết hạn"), timed) << action.vi;
    EXPECT_EQ(Has(action.en, "before its deadline"), timed) << action.en;
  }
}

}  // namespace
}  // namespace motcua::dossier
