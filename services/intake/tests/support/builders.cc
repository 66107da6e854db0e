#include "support/builders.h"

#include "motcua/base/check.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::intake::testing {
namespace {

Agency MakeAgency(const std::string& code, AgencyLevel level, bool receives) {
  return {.code = code,
          .name_vi = "Cơ quan " + code,
          .level = level,
          .parent = code == kProvince ? "" : kProvince,
          .valid_from = "2020-01-01",
          .receives = receives,
          .source = {.document = "test", .verified = true}};
}

Limit WorkingDays(int days) {
  return {
      .value = days, .unit = LimitUnit::kWorkingDay, .convention = DueConvention::kKeepClockTime};
}

Procedure MakeProcedure(const std::string& code) {
  return {.code = code,
          .version = 1,
          .valid_from = "2025-01-01",
          .name_vi = "Thủ tục " + code,
          .field_code = "G05",
          .field_vi = "Hộ tịch",
          .handling_levels = {AgencyLevel::kCommune},
          .channels = {Channel::kDirect, Channel::kOnline, Channel::kPost},
          .online_level = OnlineLevel::kFully,
          .non_boundary = true,
          .parts = {{.id = "to-khai", .name_vi = "Tờ khai", .originals = 1, .required = true},
                    {.id = "giay-to",
                     .name_vi = "Giấy tờ",
                     .copies = 1,
                     .required = true,
                     .channels = {Channel::kOnline},
                     .replaced_by = "population"},
                    {.id = "uy-quyen", .name_vi = "Ủy quyền"}},
          .limits = {WorkingDays(3)},
          .workflow_id = "wf-" + code};
}

}  // namespace

Catalogue ACatalogue() {
  Catalogue catalogue{.province = kProvince, .province_name_vi = "Tỉnh thử"};
  catalogue.agencies = {MakeAgency(kProvince, AgencyLevel::kProvince, false),
                        MakeAgency(kCentre, AgencyLevel::kCentre, true),
                        MakeAgency(kCommune, AgencyLevel::kCommune, true),
                        MakeAgency(kOtherCommune, AgencyLevel::kCommune, true),
                        MakeAgency(kDepartment, AgencyLevel::kDepartment, false),
                        MakeAgency(kClosedCommune, AgencyLevel::kCommune, true)};
  catalogue.agencies.back().valid_to = "2024-12-31";
  catalogue.rule_sets = {{.id = "rules-2025",
                          .valid_from = "2020-01-01",
                          .acceptance_limit_hours = 8,
                          .acceptance_alert_hours = 2,
                          .supplement_limit_days = 15,
                          .payment_limit_days = 5,
                          .max_supplement_requests = 1,
                          .max_extensions = 1}};
  Procedure with_fee = MakeProcedure(kWithFee);
  with_fee.limits = {WorkingDays(10)};
  with_fee.fees = {{.code = "le-phi",
                    .name_vi = "Lệ phí",
                    .amount_vnd = 50000,
                    .timing = FeeTiming::kBeforeAcceptance},
                   {.code = "phi",
                    .name_vi = "Phí",
                    .amount_vnd = 20000,
                    .timing = FeeTiming::kAfterAcceptance}};
  Procedure counter_only = MakeProcedure(kCounterOnly);
  counter_only.channels = {Channel::kDirect};
  counter_only.online_level = OnlineLevel::kUnspecified;
  counter_only.non_boundary = false;
  Procedure no_limit = MakeProcedure(kNoLimit);
  no_limit.limits.clear();
  catalogue.procedures = {MakeProcedure(kPlain), with_fee, counter_only, MakeProcedure(kNoWorkflow),
                          no_limit};
  return catalogue;
}

std::string ACalendarDocument() {
  return R"json({"version": "test-1",
  "office_hours": [{"weekdays": ["mon", "tue", "wed", "thu", "fri"], "from": "07:30", "to": "11:30"},
                   {"weekdays": ["mon", "tue", "wed", "thu", "fri"], "from": "13:00", "to": "17:00"}],
  "years": [2025, 2026], "days": []})json";
}

calendar::WorkingCalendar ACalendar() {
  using std::chrono::minutes;
  const std::vector<std::chrono::weekday> days = {std::chrono::Monday, std::chrono::Tuesday,
                                                  std::chrono::Wednesday, std::chrono::Thursday,
                                                  std::chrono::Friday};
  const auto hours = calendar::OfficeHours::Create(
      {{.weekdays = days, .segment = {minutes(7 * 60 + 30), minutes(11 * 60 + 30)}},
       {.weekdays = days, .segment = {minutes(13 * 60), minutes(17 * 60)}}});
  MOTCUA_CHECK(hours.ok());
  auto calendar = calendar::WorkingCalendar::Create("test-1", *hours, {2025, 2026}, {});
  MOTCUA_CHECK(calendar.ok());
  return *std::move(calendar);
}

namespace {

std::vector<ApprovedWorkflow> SomeWorkflows() {
  std::vector<ApprovedWorkflow> workflows;
  for (const char* code : {kPlain, kWithFee, kCounterOnly, kNoLimit}) {
    workflows.push_back({.id = std::string("wf-") + code, .version = 2});
    workflows.push_back({.id = std::string("wf-") + code, .version = 1});
  }
  return workflows;
}

}  // namespace

std::shared_ptr<const Rules> SomeRules() {
  return std::make_shared<const Rules>(
      ACatalogue(), SomeWorkflows(),
      std::make_shared<const calendar::WorkingCalendar>(ACalendar()));
}

std::shared_ptr<const Rules> RulesWithoutCalendar() {
  return std::make_shared<const Rules>(ACatalogue(), SomeWorkflows(), nullptr);
}

DossierContent AContent() {
  return {.procedure_code = kPlain,
          .receiving_agency = kCentre,
          .handling_agency = kCommune,
          .applicant = {.kind = 1,
                        .full_name = "Nguyễn Thị Thử",
                        .identity_number = "012345678901",
                        .phone = "0901234567"},
          .subject = "Thử nghiệm",
          .parts = {{.part_id = "to-khai",
                     .paper_ids = {"019a0000-0000-7000-8000-000000000001"},
                     .originals = 1},
                    {.part_id = "giay-to", .replaced_by_data = true}}};
}

Actor AClerk() {
  return {.kind = ActorKind::kOfficer, .id = "CB001", .agency = kCentre};
}

Actor ACitizen() {
  return {.kind = ActorKind::kCitizen, .id = "portal-1"};
}

Instant At(const std::string& local) {
  const auto instant = calendar::ParseRfc3339(local + ":00+07:00");
  MOTCUA_CHECK(instant.ok());
  return *instant;
}

}  // namespace motcua::intake::testing
