#pragma once

#include <array>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::dossier {

/// The ten national states of a dossier (domain 2.1): the public truth. The values are the numbers
/// on the wire (TrangThaiHoSo). Pure functions, thread-safe.
enum class NationalState : int {
  kFiled = 1,                ///< Mới đăng ký
  kReceived = 2,             ///< Được tiếp nhận
  kNotAccepted = 3,          ///< Không được tiếp nhận
  kInProcess = 4,            ///< Đang xử lý
  kSupplementRequested = 5,  ///< Yêu cầu bổ sung giấy tờ
  kPaymentRequested = 6,     ///< Yêu cầu thực hiện nghĩa vụ tài chính
  kWithdrawn = 7,            ///< Công dân yêu cầu rút hồ sơ
  kStopped = 8,              ///< Dừng xử lý
  kFinished = 9,             ///< Đã xử lý xong
  kHandedOver = 10,          ///< Đã trả kết quả
};

inline constexpr std::array<NationalState, 10> kAllNationalStates = {
    NationalState::kFiled,
    NationalState::kReceived,
    NationalState::kNotAccepted,
    NationalState::kInProcess,
    NationalState::kSupplementRequested,
    NationalState::kPaymentRequested,
    NationalState::kWithdrawn,
    NationalState::kStopped,
    NationalState::kFinished,
    NationalState::kHandedOver,
};

/// 1..10.
constexpr int WireNumber(NationalState state) {
  return static_cast<int>(state);
}
/// Fails with INVALID_ARGUMENT, STATE_UNKNOWN.
absl::StatusOr<NationalState> NationalStateFromNumber(int number);

std::string_view VietnameseName(NationalState state);
std::string_view EnglishName(NationalState state);

/// What the processing clock does in a state.
enum class ProcessingClock { kNotStarted, kRunning, kPaused, kEnded };
/// State 8 is paused: in practice it may be resumed, but the national index counts it as an end
/// (domain 2.1); a report that follows the index says so in its definition.
ProcessingClock ClockIn(NationalState state);
/// 3, 7, 9, 10: no more processing.
bool IsEnded(NationalState state);
/// 5, 6, 8.
bool IsPaused(NationalState state);
/// True for the states that form II.06a counts; 1 and 3 are not, unless a dossier once received
/// ends in 3 (then its history counts it, not its state).
bool IsCounted(NationalState state);

/// What anyone who knows the code may see (TT 01/2018 Đ16.2.d): only the degree of completion.
struct Completion {
  int percent;
  std::string_view vi;
  std::string_view en;
};
Completion CompletionOf(NationalState state);

}  // namespace motcua::dossier
