#include "output/petition_view.h"

#include <ostream>

#include "output/table.h"
#include "output/words.h"

namespace motcua::ctl {

namespace fb = feedback::v1;

std::string Words(fb::PetitionState state) {
  switch (state) {
    case fb::PETITION_STATE_NEW:
      return "Mới tiếp nhận";
    case fb::PETITION_STATE_ACCEPTED:
      return "Đã phân loại";
    case fb::PETITION_STATE_ASSIGNED:
      return "Đang xử lý";
    case fb::PETITION_STATE_NEED_INFO:
      return "Chờ bổ sung";
    case fb::PETITION_STATE_SUPPLEMENTED:
      return "Đã bổ sung";
    case fb::PETITION_STATE_ANSWERED:
      return "Đã trả lời, không công khai";
    case fb::PETITION_STATE_WAITING_PUBLISH:
      return "Chờ công khai";
    case fb::PETITION_STATE_PUBLISHED:
      return "Đã công khai";
    case fb::PETITION_STATE_REFUSED:
      return "Từ chối tiếp nhận";
    case fb::PETITION_STATE_FORWARDED:
      return "Đã chuyển ngoài hệ thống";
    case fb::PETITION_STATE_JOINED:
      return "Đã ghép";
    default:
      return "";
  }
}

std::string Words(fb::PetitionClass petition_class) {
  switch (petition_class) {
    case fb::PETITION_CLASS_REGULATION:
      return "quy định";
    case fb::PETITION_CLASS_BEHAVIOUR:
      return "hành vi";
    case fb::PETITION_CLASS_BOTH:
      return "quy định và hành vi";
    default:
      return "";
  }
}

std::string Words(fb::PetitionChannel channel) {
  switch (channel) {
    case fb::PETITION_CHANNEL_PORTAL:
      return "cổng";
    case fb::PETITION_CHANNEL_PHONE:
      return "điện thoại";
    case fb::PETITION_CHANNEL_COUNTER:
      return "tại quầy";
    case fb::PETITION_CHANNEL_POST:
      return "bưu chính";
    case fb::PETITION_CHANNEL_EMAIL:
      return "thư điện tử";
    case fb::PETITION_CHANNEL_NATIONAL_PORTAL:
      return "Cổng Quốc gia";
    default:
      return "";
  }
}

std::string Words(fb::RatingSource source) {
  switch (source) {
    case fb::RATING_SOURCE_SMS:
      return "tin nhắn";
    case fb::RATING_SOURCE_PORTAL:
      return "cổng";
    case fb::RATING_SOURCE_VNEID:
      return "VNeID";
    default:
      return "";
  }
}

void PrintPetition(const fb::Petition& petition, std::ostream& out) {
  // The sender's telephone and address are shown by --json only.
  PrintFields({{"Mã phản ánh", petition.code()},
               {"Lần sửa", std::to_string(petition.revision())},
               {"Trạng thái", Words(petition.state())},
               {"Loại", Words(petition.class_())},
               {"Kênh", Words(petition.channel())},
               {"Hạn chế đọc", petition.restricted() ? YesNo(true) : ""},
               {"Cơ quan xử lý", petition.handling_agency()},
               {"Về cơ quan", petition.about_agency()},
               {"Về hồ sơ", petition.about_dossier()},
               {"Có thể gửi lại của", petition.repeat_of()},
               {"Ghép vào", petition.joined_to()},
               {"Người gửi", petition.sender().full_name()},
               {"Gửi lúc", Words(petition.sent_at())},
               {"Hạn của bước", Words(petition.step_due_at())},
               {"Hạn trả lời", Words(petition.answer_due_at())},
               {"Trả lời lúc", Words(petition.answered_at())},
               {"Tiêu đề", petition.title()},
               {"Nội dung", petition.content()},
               {"Trả lời", petition.answer()},
               {"Nội dung công khai", petition.public_text()}},
              out);
  if (petition.history_size() == 0) {
    return;
  }
  out << '\n';
  Table table({{"Lúc"}, {"Hạn"}, {"Trạng thái"}, {"Người làm"}, {"Từ"}, {"Đến"}, {"Ghi chú"}});
  for (const fb::PetitionEvent& event : petition.history()) {
    table.Add({Words(event.at()), Words(event.due_at()), Words(event.state()), Words(event.actor()),
               event.from_agency(), event.to_agency(), event.note()});
  }
  table.Print(out);
}

}  // namespace motcua::ctl
