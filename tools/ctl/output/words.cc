#include "output/words.h"

#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_state.h"
#include "motcua/wire/time.h"

namespace motcua::ctl {

using type::v1::Channel;
using type::v1::EndReason;

std::string Words(const google::protobuf::Timestamp& time) {
  // An absent field reads as 1970, which no dossier has.
  return time.seconds() == 0 ? std::string() : calendar::FormatVietnamese(wire::ToInstant(time));
}

std::string Words(type::v1::DossierState state) {
  const auto known = dossier::NationalStateFromNumber(state);
  const std::string number = std::to_string(static_cast<int>(state));
  return known.ok() ? number + " " + std::string(dossier::VietnameseName(*known)) : number + " ?";
}

std::string Words(Channel channel) {
  switch (channel) {
    case type::v1::CHANNEL_DIRECT:
      return "trực tiếp";
    case type::v1::CHANNEL_ONLINE:
      return "trực tuyến";
    case type::v1::CHANNEL_POST:
      return "bưu chính";
    default:
      return "?";
  }
}

std::string Words(EndReason reason) {
  switch (reason) {
    case type::v1::END_REASON_UNSPECIFIED:
      return "";
    case type::v1::END_REASON_REFUSED:
      return "từ chối tiếp nhận";
    case type::v1::END_REASON_CLOSED_NO_SUPPLEMENT:
      return "đóng do không bổ sung";
    case type::v1::END_REASON_CLOSED_NO_PAYMENT:
      return "đóng do không nộp phí";
    case type::v1::END_REASON_WITHDRAWN:
      return "công dân rút";
    case type::v1::END_REASON_RETURNED_UNQUALIFIED:
      return "trả lại, không đủ điều kiện";
    default:
      return "?";
  }
}

std::string Words(processing::v1::TaskState state) {
  switch (state) {
    case processing::v1::TASK_STATE_OPEN:
      return "đang làm";
    case processing::v1::TASK_STATE_DONE:
      return "xong";
    case processing::v1::TASK_STATE_CANCELLED:
      return "hủy";
    default:
      return "?";
  }
}

std::string Words(processing::v1::ResultPlace place) {
  switch (place) {
    case processing::v1::RESULT_PLACE_UNSPECIFIED:
      return "";
    case processing::v1::RESULT_PLACE_AT_OFFICE:
      return "tại cơ quan giải quyết";
    case processing::v1::RESULT_PLACE_TRANSFERRED:
      return "đang chuyển về quầy";
    case processing::v1::RESULT_PLACE_AT_COUNTER:
      return "tại quầy";
    case processing::v1::RESULT_PLACE_HANDED_OVER:
      return "đã trả";
    default:
      return "?";
  }
}

std::string YesNo(bool yes) {
  return yes ? "có" : "không";
}

std::string Money(std::int64_t vnd) {
  if (vnd == 0) {
    return "";
  }
  std::string digits = std::to_string(vnd);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ".");
  }
  return digits + " đồng";
}

std::string Words(const type::v1::Actor& actor) {
  std::string kind;
  switch (actor.kind()) {
    case type::v1::ACTOR_KIND_CITIZEN:
      kind = "công dân";
      break;
    case type::v1::ACTOR_KIND_OFFICER:
      kind = "cán bộ";
      break;
    case type::v1::ACTOR_KIND_SYSTEM:
      kind = "hệ thống";
      break;
    default:
      kind = "?";
  }
  return kind + " " + actor.id() + (actor.agency().empty() ? "" : " (" + actor.agency() + ")");
}

}  // namespace motcua::ctl
