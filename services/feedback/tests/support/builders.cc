#include "support/builders.h"

#include "motcua/base/check.h"
#include "motcua/calendar/calendar_json.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::feedback::testing {
namespace {

PetitionTerm Days(int value) {
  return {.value = value};
}

void Step(Petition& petition, const Transition& line) {
  MOTCUA_CHECK(line.ok());
  ++petition.revision;
  petition.last_occurred_at = line->at;
}

calendar::WorkingCalendar CalendarOf(const std::string& version) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const std::vector<std::chrono::weekday> weekdays = {std::chrono::Monday, std::chrono::Tuesday,
                                                      std::chrono::Wednesday, std::chrono::Thursday,
                                                      std::chrono::Friday};
  auto office_hours = calendar::OfficeHours::Create(
      {{.weekdays = weekdays, .segment = {hours(7) + minutes(30), hours(11) + minutes(30)}},
       {.weekdays = weekdays, .segment = {hours(13), hours(17)}}});
  MOTCUA_CHECK(office_hours.ok());
  auto calendar = calendar::WorkingCalendar::Create(version, *std::move(office_hours), {2026, 2027},
                                                    {{.date = *calendar::ParseDate("2026-11-24"),
                                                      .kind = calendar::DayKind::kHoliday,
                                                      .name_vi = "Nghỉ",
                                                      .name_en = "Day off",
                                                      .source_document = "thử",
                                                      .verified = true}});
  MOTCUA_CHECK(calendar.ok());
  return *std::move(calendar);
}

}  // namespace

Instant At(const std::string& local) {
  const auto instant = calendar::ParseRfc3339(local + ":00+07:00");
  MOTCUA_CHECK(instant.ok());
  return *instant;
}

std::string CalendarDocument(const std::string& version) {
  return calendar::CalendarToJson(CalendarOf(version));
}

std::shared_ptr<const calendar::WorkingCalendar> ACalendar() {
  return std::make_shared<const calendar::WorkingCalendar>(CalendarOf("test-1"));
}

PetitionRules SomeRules() {
  return {.version = "v1",
          .valid_from = "2026-01-01",
          .centre = kCentre,
          .limits = {{.petition_class = PetitionClass::kBehaviour,
                      .refuse = Days(2),
                      .transfer = Days(2),
                      .answer = Days(5),
                      .publish = Days(2),
                      .legal_ground = "TT 18/2018/TT-BCT Đ13"},
                     {.refuse = Days(2),
                      .ask = Days(5),
                      .transfer = Days(5),
                      .answer = Days(15),
                      .publish = Days(2),
                      .legal_ground = "QĐ 766/QĐ-TTg 5.2"}}};
}

Rules TheRules() {
  const auto open = [](const char* code) {
    return Agency{.code = code, .valid_from = "2025-07-01"};
  };
  return Rules({open(kCentre),
                open(kOffice),
                open(kWard),
                {.code = kClosed, .valid_from = "2024-01-01", .valid_to = "2025-06-30"}},
               {SomeRules()}, ACalendar());
}

Actor Officer(const std::string& agency) {
  return {.kind = ActorKind::kOfficer, .id = "CB001", .agency = agency};
}

Actor Citizen() {
  return {.kind = ActorKind::kCitizen, .id = "portal", .agency = {}};
}

Draft ADraft() {
  return {.channel = PetitionChannel::kPortal,
          .title = "Chậm trả kết quả",
          .content = "Hồ sơ quá hẹn ba ngày.\nXin giải thích.",
          .sender = {.full_name = "Nguyễn Văn A",
                     .phone = "0901234567",
                     .email = "a@example.vn",
                     .address = "Ấp 1"},
          .about_agency = kWard};
}

Petition AnEarlierOne(const Rules& rules) {
  auto sent = Send(ADraft(), Citizen(), At("2026-11-19T08:00"), rules);
  MOTCUA_CHECK(sent.ok());
  sent->id = "0190c3a0-0000-7000-8000-000000000001";
  sent->code = "PA.H19-261119-0001";
  return *std::move(sent);
}

Petition InState(PetitionState state, const Rules& rules) {
  auto sent = Send(ADraft(), Citizen(), At("2026-11-20T09:15"), rules);
  MOTCUA_CHECK(sent.ok());
  Petition petition = *std::move(sent);
  petition.revision = 1;
  const Actor centre = Officer(kCentre);
  const Actor office = Officer(kOffice);
  const std::string reason = "lý do";
  const Situation by_centre{
      .now = At("2026-11-23T08:00"), .actor = centre, .reason = reason, .rules = rules};
  const Situation by_office{
      .now = At("2026-11-25T08:00"), .actor = office, .reason = reason, .rules = rules};
  const auto accept = [&] {
    Step(petition, Accept(petition, by_centre, PetitionClass::kRegulation, false));
  };
  const auto assign = [&] { Step(petition, Assign(petition, by_centre, kOffice)); };
  switch (state) {
    case PetitionState::kNew:
      break;
    case PetitionState::kAccepted:
      accept();
      break;
    case PetitionState::kAssigned:
      accept();
      assign();
      break;
    case PetitionState::kNeedInfo:
      Step(petition, Ask(petition, by_centre, "Ở đâu?"));
      break;
    case PetitionState::kSupplemented:
      Step(petition, Ask(petition, by_centre, "Ở đâu?"));
      Step(petition, Supplement(petition, by_centre, "Ở phường."));
      break;
    case PetitionState::kAnswered:
      accept();
      assign();
      Step(petition, Answer(petition, by_office, "Đã xử lý.", false));
      break;
    case PetitionState::kWaitingPublish:
    case PetitionState::kPublished:
      accept();
      assign();
      Step(petition, Answer(petition, by_office, "Đã xử lý.", true));
      if (state == PetitionState::kPublished) {
        Step(petition, Publish(petition, by_office, "Một người dân phản ánh."));
      }
      break;
    case PetitionState::kRefused:
      Step(petition, Refuse(petition, by_centre));
      break;
    case PetitionState::kForwarded:
      Step(petition, Transfer(petition, by_centre, "", "Bộ Tư pháp"));
      break;
    case PetitionState::kJoined: {
      const Petition earlier = AnEarlierOne(rules);
      Step(petition, Join(petition, {.now = by_centre.now,
                                     .actor = centre,
                                     .reason = reason,
                                     .rules = rules,
                                     .other = &earlier}));
      break;
    }
  }
  MOTCUA_CHECK(petition.state == state);
  return petition;
}

}  // namespace motcua::feedback::testing
