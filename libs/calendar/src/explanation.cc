#include "explanation.h"

#include <utility>

namespace motcua::calendar {
namespace {

struct Words {
  std::string vi;
  std::string en;
};

Words NameOf(StartEvent event) {
  switch (event) {
    case StartEvent::kFullDossier:
      return {"Nhận đủ hồ sơ", "Full dossier received"};
    case StartEvent::kFullDossierAndFee:
      return {"Nhận đủ hồ sơ và phí, lệ phí", "Full dossier and fee received"};
    case StartEvent::kReceiptSent:
      return {"Gửi giấy tiếp nhận", "Receipt sent"};
    case StartEvent::kElectronicDossier:
      return {"Nhận hồ sơ điện tử", "Electronic dossier received"};
  }
  return {};
}

Words AmountOf(int value, LimitUnit unit) {
  const std::string number = std::to_string(value);
  const std::string plural = value == 1 ? "" : "s";
  switch (unit) {
    case LimitUnit::kWorkingDay:
      return {number + " ngày làm việc", number + " working day" + plural};
    case LimitUnit::kWorkingHour:
      return {number + " giờ làm việc", number + " working hour" + plural};
    case LimitUnit::kCalendarDay:
      return {number + " ngày", number + " calendar day" + plural};
    case LimitUnit::kSameDay:
      return {"trong ngày", "same day"};
  }
  return {};
}

Words WorkingTime(std::chrono::microseconds time) {
  const std::chrono::hh_mm_ss<std::chrono::seconds> parts{
      std::chrono::floor<std::chrono::seconds>(time)};
  const std::string hours = std::to_string(parts.hours().count());
  const std::string minutes = std::to_string(parts.minutes().count());
  const std::string seconds = std::to_string(parts.seconds().count());
  Words words{hours + " giờ " + minutes + " phút", hours + " h " + minutes + " min"};
  if (parts.seconds().count() != 0) {
    words.vi += ' ' + seconds + " giây";
    words.en += ' ' + seconds + " s";
  }
  return words;
}

Words MomentOf(const CutOff& cut_off) {
  if (cut_off.basis == CutOff::Basis::kTimeOfDay) {
    const std::string time = FormatTimeOfDay(cut_off.at);
    return {"sau " + time, "after " + time};
  }
  const std::string minutes = std::to_string(cut_off.at.count());
  return {"trong " + minutes + " phút cuối giờ làm việc",
          "in the last " + minutes + " minutes of office hours"};
}

}  // namespace

void Explanation::Add(std::string vi, std::string en) {
  lines_.push_back({std::move(vi), std::move(en)});
}

void Explanation::Received(StartEvent event, Instant at) {
  const Words name = NameOf(event);
  const std::string time = FormatVietnamese(at);
  Add(name.vi + " lúc " + time + ".", name.en + " at " + time + ".");
}

void Explanation::Restarted(Instant complete) {
  const std::string time = FormatVietnamese(complete);
  Add("Hồ sơ được bổ sung đầy đủ lúc " + time + ": thời hạn tính lại từ đầu.",
      "Supplement complete at " + time + ": the limit starts again from zero.");
}

void Explanation::StartMoved(Instant start) {
  const std::string time = FormatVietnamese(start);
  Add("Ngoài giờ làm việc: bắt đầu tính từ " + time + ".",
      "Outside office hours: counted from " + time + ".");
}

void Explanation::CutOffMissed(const CutOff& cut_off, Instant start) {
  const Words moment = MomentOf(cut_off);
  const std::string time = FormatVietnamese(start);
  Add("Nhận " + moment.vi + ": bắt đầu tính từ " + time + ".",
      "Received " + moment.en + ": counted from " + time + ".");
}

void Explanation::SameDay(bool next_day, Instant due) {
  const std::string time = FormatVietnamese(due);
  if (next_day) {
    Add("Trả kết quả trong ngày, nhận sau giờ quy định nên chuyển sang ngày làm việc tiếp theo: " +
            time + ".",
        "Same-day result, received after the cut-off, so on the next working day: " + time + ".");
  } else {
    Add("Trả kết quả trong ngày, đến hết giờ làm việc: " + time + ".",
        "Same-day result, by closing time: " + time + ".");
  }
}

void Explanation::Limit(int value, LimitUnit unit, Convention convention, Instant due) {
  const Words amount = AmountOf(value, unit);
  const std::string time = FormatVietnamese(due);
  const bool closing = convention == Convention::kEndOfDay && unit != LimitUnit::kWorkingHour;
  Add("Thời hạn " + amount.vi + (closing ? ", đến hết giờ làm việc của ngày cuối: " : ": ") + time +
          ".",
      "Limit of " + amount.en + (closing ? ", to closing time of the last day: " : ": ") + time +
          ".");
}

void Explanation::NoLimit() {
  Add("Thủ tục không quy định thời hạn: không có ngày hẹn trả.",
      "The procedure has no legal limit: no due date.");
}

void Explanation::SecondAppointment() {
  Add("Đây là lần hẹn thứ hai, tính từ khi hoàn thành nghĩa vụ tài chính.",
      "This is the second appointment, counted from the proof of payment.");
}

void Explanation::Waited(std::chrono::microseconds working_time, Instant due) {
  const Words amount = WorkingTime(working_time);
  const std::string time = FormatVietnamese(due);
  Add("Cộng thời gian chờ không tính vào thời hạn, " + amount.vi + " làm việc: " + time + ".",
      "Waiting that does not count, " + amount.en + " of working time, added: " + time + ".");
}

void Explanation::Extended(const Extension& extension, Instant due) {
  const Words amount = AmountOf(extension.value, extension.unit);
  const std::string time = FormatVietnamese(due);
  Add("Gia hạn " + amount.vi + " (một lần): " + time + ".",
      "Extended by " + amount.en + " (once): " + time + ".");
}

void Explanation::StillWaiting() {
  Add("Đang tạm dừng: ngày hẹn trả sẽ được tính lại khi hết tạm dừng.",
      "Paused now: the date moves when the wait ends.");
}

void Explanation::YearNotLoaded() {
  Add("Lưu ý: chưa có lịch nghỉ của một năm liên quan; chỉ trừ ngày nghỉ hằng tuần.",
      "Note: the calendar of one of the years is not loaded; only weekends are excluded.");
}

}  // namespace motcua::calendar
