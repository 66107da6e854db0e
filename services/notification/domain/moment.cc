#include "domain/moment.h"

namespace motcua::notification {

std::string_view ToString(Moment moment) {
  switch (moment) {
    case Moment::kReceived:
      return "received";
    case Moment::kSupplementRequested:
      return "supplement_requested";
    case Moment::kPaymentRequested:
      return "payment_requested";
    case Moment::kResultReady:
      return "result_ready";
    case Moment::kHandedOver:
      return "handed_over";
    case Moment::kRefused:
      return "refused";
    case Moment::kDueDateExtended:
      return "due_date_extended";
    case Moment::kReply:
      break;
  }
  return "reply";
}

}  // namespace motcua::notification
