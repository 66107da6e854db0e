#include "domain/replies.h"

#include "motcua/calendar/time_zone.h"
#include "motcua/sms/segments.h"

namespace motcua::notification {
namespace {

using dossier::NationalState;

std::string_view StateWords(NationalState state) {
  switch (state) {
    case NationalState::kFiled:
      return "CHO TIEP NHAN";
    case NationalState::kReceived:
      return "DA TIEP NHAN";
    case NationalState::kNotAccepted:
      return "KHONG DUOC GIAI QUYET";
    case NationalState::kInProcess:
      return "DANG XU LY";
    case NationalState::kSupplementRequested:
      return "CAN BO SUNG";
    case NationalState::kPaymentRequested:
      return "CHO NOP PHI";
    case NationalState::kWithdrawn:
      return "DA RUT";
    case NationalState::kStopped:
      return "TAM DUNG";
    case NationalState::kFinished:
      return "DA CO KET QUA";
    case NationalState::kHandedOver:
      break;
  }
  return "DA TRA KET QUA";
}

// For the applicant only: what to do, or how long it takes.
std::string OwnWords(const FoundStatus& found) {
  switch (found.state) {
    case NationalState::kSupplementRequested:
      return " giay to. Chi tiet tren dichvucong.gov.vn";
    case NationalState::kPaymentRequested:
      return ". Chi tiet tren dichvucong.gov.vn";
    case NationalState::kFinished:
      return ". Moi den Bo phan Mot cua nhan";
    case NationalState::kReceived:
    case NationalState::kInProcess:
      return found.due_at.has_value() ? ". Hen tra " + calendar::FormatVietnamese(*found.due_at)
                                      : "";
    default:
      return "";
  }
}

// The contact is dropped first when a code is long.
std::string WithContact(std::string reply, std::string_view contact) {
  const std::string ending = ". LH " + std::string(contact);
  if (contact.empty() || reply.size() + ending.size() > sms::kGsm7Single) {
    return reply.size() < sms::kGsm7Single ? reply + "." : reply;
  }
  return reply + ending;
}

}  // namespace

std::string StatusReply(const FoundStatus& found, std::string_view contact) {
  std::string reply = "Ho so " + found.code + ": " + std::string(StateWords(found.state));
  if (found.own) {
    reply += OwnWords(found);
  }
  return WithContact(std::move(reply), contact);
}

std::string NotFoundReply(std::string_view contact) {
  return WithContact("Khong tim thay ho so. Kiem tra ma in tren giay tiep nhan", contact);
}

std::string TooManyTriesReply(std::string_view contact) {
  return WithContact("Ma ho so nay da duoc hoi qua nhieu lan. Vui long thu lai sau", contact);
}

std::string HelpReply(std::string_view contact) {
  return WithContact(
      "Soan: ma ho so (tra cuu); 1-5 (danh gia, 5 la rat hai long); HUY (ngung nhan tin); DANG KY "
      "(nhan lai)",
      contact);
}

std::string OptedOutReply(std::string_view contact) {
  return WithContact(
      "Da ngung nhan tin. Thong bao bat buoc theo luat van duoc gui. Nhan lai: DANG "
      "KY",
      contact);
}

std::string OptedInReply(std::string_view contact) {
  return WithContact("Da dang ky nhan tin ve ho so. Ngung: soan HUY", contact);
}

std::string BusyReply(std::string_view contact) {
  return WithContact("He thong dang ban. Vui long nhan lai sau it phut", contact);
}

std::string RatedReply(std::string_view code, int score) {
  return "Da ghi nhan danh gia " + std::to_string(score) + "/5 cho ho so " + std::string(code) +
         ". Xin cam on.";
}

std::string RatingRefusedReply(std::string_view reason, std::string_view contact) {
  if (reason == "NOT_HANDED_OVER") {
    return WithContact("Ho so chua tra ket qua nen chua danh gia duoc", contact);
  }
  if (reason == "ALREADY_RATED") {
    return WithContact("Ho so da duoc danh gia. Xin cam on", contact);
  }
  if (reason == "DOSSIER_UNKNOWN") {
    return NotFoundReply(contact);
  }
  return WithContact("Diem danh gia tu 1 (rat khong hai long) den 5 (rat hai long)", contact);
}

std::string NothingToRateReply() {
  return "Khong co ho so nao cho danh gia. Soan: DG <ma ho so> <1-5>.";
}

std::string NotYoursReply(std::string_view contact) {
  return WithContact("Chi so dien thoai cua nguoi nop ho so moi danh gia duoc", contact);
}

}  // namespace motcua::notification
