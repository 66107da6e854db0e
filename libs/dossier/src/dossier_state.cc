#include "motcua/dossier/dossier_state.h"

#include "motcua/base/error.h"

namespace motcua::dossier {
namespace {

// All properties of a state, one row each, in the order of the numbers.
struct StateRow {
  std::string_view vi;
  std::string_view en;
  ProcessingClock clock;
  bool counted;
  Completion completion;
};

constexpr std::array<StateRow, 10> kRows = {{
    {"Mới đăng ký",
     "Newly filed",
     ProcessingClock::kNotStarted,
     false,
     {10, "Chờ tiếp nhận", "Waiting for acceptance"}},
    {"Được tiếp nhận",
     "Received",
     ProcessingClock::kRunning,
     true,
     {25, "Đã tiếp nhận", "Accepted"}},
    {"Không được tiếp nhận",
     "Not accepted",
     ProcessingClock::kEnded,
     false,
     {100, "Đã kết thúc, không có kết quả", "Closed without a result"}},
    {"Đang xử lý",
     "In process",
     ProcessingClock::kRunning,
     true,
     {50, "Đang giải quyết", "Being handled"}},
    {"Yêu cầu bổ sung giấy tờ",
     "Supplement requested",
     ProcessingClock::kPaused,
     true,
     {50, "Chờ bổ sung hồ sơ", "Waiting for a supplement"}},
    {"Yêu cầu thực hiện nghĩa vụ tài chính",
     "Payment requested",
     ProcessingClock::kPaused,
     true,
     {50, "Chờ nộp phí, lệ phí, thuế", "Waiting for payment"}},
    {"Công dân yêu cầu rút hồ sơ",
     "Withdrawn by the citizen",
     ProcessingClock::kEnded,
     true,
     {100, "Đã kết thúc, không có kết quả", "Closed without a result"}},
    {"Dừng xử lý",
     "Processing stopped",
     ProcessingClock::kPaused,
     true,
     {50, "Đã dừng giải quyết", "Stopped"}},
    {"Đã xử lý xong",
     "Processing finished",
     ProcessingClock::kEnded,
     true,
     {90, "Đã có kết quả", "Result ready"}},
    {"Đã trả kết quả",
     "Result handed over",
     ProcessingClock::kEnded,
     true,
     {100, "Đã trả kết quả", "Result handed over"}},
}};

const StateRow& RowOf(NationalState state) {
  return kRows[static_cast<std::size_t>(WireNumber(state) - 1)];
}

}  // namespace

absl::StatusOr<NationalState> NationalStateFromNumber(int number) {
  if (number < 1 || number > static_cast<int>(kRows.size())) {
    return Error(absl::StatusCode::kInvalidArgument, "STATE_UNKNOWN",
                 "a national state must be from 1 to 10");
  }
  return static_cast<NationalState>(number);
}

std::string_view VietnameseName(NationalState state) {
  return RowOf(state).vi;
}
std::string_view EnglishName(NationalState state) {
  return RowOf(state).en;
}
ProcessingClock ClockIn(NationalState state) {
  return RowOf(state).clock;
}
bool IsEnded(NationalState state) {
  return ClockIn(state) == ProcessingClock::kEnded;
}
bool IsPaused(NationalState state) {
  return ClockIn(state) == ProcessingClock::kPaused;
}
bool IsCounted(NationalState state) {
  return RowOf(state).counted;
}
Completion CompletionOf(NationalState state) {
  return RowOf(state).completion;
}

}  // namespace motcua::dossier
