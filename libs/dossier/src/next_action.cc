#include "motcua/dossier/next_action.h"

namespace motcua::dossier {

NextAction NextActionIn(NationalState state) {
  switch (state) {
    case NationalState::kFiled:
      return {"Chờ bộ phận Một cửa kiểm tra hồ sơ; chưa cần làm gì.",
              "Wait while the counter checks the dossier; nothing to do now."};
    case NationalState::kReceived:
    case NationalState::kInProcess:
      return {"Chờ đến ngày hẹn trả kết quả.", "Wait for the appointment date."};
    case NationalState::kNotAccepted:
      return {"Hồ sơ không được tiếp nhận hoặc bị trả lại; xem lý do và nộp hồ sơ mới nếu cần.",
              "The dossier was not accepted or was returned; read the reason and file a new one if "
              "needed."};
    case NationalState::kSupplementRequested:
      return {"Nộp bổ sung giấy tờ theo phiếu yêu cầu trước khi hết hạn.",
              "Send the papers named in the request before its deadline."};
    case NationalState::kPaymentRequested:
      return {"Nộp phí, lệ phí theo thông báo trước khi hết hạn.",
              "Pay the amount named in the notice before its deadline."};
    case NationalState::kWithdrawn:
      return {"Hồ sơ đã được rút theo yêu cầu.", "The dossier was withdrawn at your request."};
    case NationalState::kStopped:
      return {"Hồ sơ đã dừng giải quyết theo yêu cầu.", "Processing was stopped at your request."};
    case NationalState::kFinished:
      return {"Đã có kết quả; mang giấy hẹn đến bộ phận Một cửa để nhận.",
              "The result is ready; bring the receipt to the counter to collect it."};
    case NationalState::kHandedOver:
      return {"Đã trả kết quả.", "The result was handed over."};
  }
  return {};
}

}  // namespace motcua::dossier
