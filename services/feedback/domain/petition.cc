#include "domain/petition.h"

#include <array>

namespace motcua::feedback {
namespace {

struct StateNames {
  std::string_view name;
  std::string_view vi;
  std::string_view en;
};

constexpr std::array<StateNames, 12> kStates = {{
    {"", "", ""},
    {"new", "Mới tiếp nhận", "New"},
    {"accepted", "Đã tiếp nhận, phân loại", "Accepted and classified"},
    {"assigned", "Xử lý ở địa phương", "With the agency that answers"},
    {"need_info", "Chờ bổ sung", "Waiting for the sender"},
    {"supplemented", "Phản ánh đã bổ sung", "Supplemented by the sender"},
    {"answered", "Đã trả lời, không công khai", "Answered, not published"},
    {"waiting_publish", "Chờ công khai", "Answered, waiting for publication"},
    {"published", "Đã công khai", "Published"},
    {"refused", "Từ chối tiếp nhận", "Refused"},
    {"forwarded", "Đã chuyển cơ quan khác ngoài hệ thống", "Given to an agency outside"},
    {"joined", "Đã ghép vào phản ánh gửi trước", "Joined to an earlier petition"},
}};

constexpr std::array<std::string_view, 4> kClasses = {"", "regulation", "behaviour", "both"};

constexpr std::array<std::string_view, 7> kChannels = {
    "", "portal", "phone", "counter", "post", "email", "national_portal"};

const StateNames& NamesOf(PetitionState state) {
  return kStates[static_cast<std::size_t>(state)];
}

}  // namespace

std::string_view NameOf(PetitionState state) {
  return NamesOf(state).name;
}

std::string_view NameOf(PetitionClass petition_class) {
  return kClasses[static_cast<std::size_t>(petition_class)];
}

std::string_view NameOf(PetitionChannel channel) {
  return kChannels[static_cast<std::size_t>(channel)];
}

std::string_view VietnameseName(PetitionState state) {
  return NamesOf(state).vi;
}

std::string_view EnglishName(PetitionState state) {
  return NamesOf(state).en;
}

bool IsEnded(PetitionState state) {
  return state == PetitionState::kAnswered || state == PetitionState::kPublished ||
         state == PetitionState::kRefused || state == PetitionState::kForwarded ||
         state == PetitionState::kJoined;
}

std::optional<Instant> StepDueAt(const Petition& petition) {
  const Deadlines& deadlines = petition.deadlines;
  switch (petition.state) {
    case PetitionState::kNew:
      return deadlines.refuse.value_or(deadlines.answer);
    case PetitionState::kAccepted:
      return deadlines.transfer.value_or(deadlines.answer);
    case PetitionState::kAssigned:
    case PetitionState::kNeedInfo:
    case PetitionState::kSupplemented:
      return deadlines.answer;
    case PetitionState::kWaitingPublish:
      return petition.publish_due_at.value_or(deadlines.answer);
    case PetitionState::kAnswered:
    case PetitionState::kPublished:
    case PetitionState::kRefused:
    case PetitionState::kForwarded:
    case PetitionState::kJoined:
      break;
  }
  return std::nullopt;
}

}  // namespace motcua::feedback
