#include "tests/support/world.h"

#include <cstdio>

#include <gtest/gtest.h>

namespace motcua::processing::testing {
namespace {

calendar::WorkingCalendar MakeCalendar() {
  using calendar::OfficeHours;
  using namespace std::chrono_literals;
  const std::vector<std::chrono::weekday> days = {std::chrono::Monday, std::chrono::Tuesday,
                                                  std::chrono::Wednesday, std::chrono::Thursday,
                                                  std::chrono::Friday};
  const auto hours = OfficeHours::Create({{.weekdays = days, .segment = {7h + 30min, 11h + 30min}},
                                          {.weekdays = days, .segment = {13h, 17h}}});
  return *calendar::WorkingCalendar::Create("test-1", *hours, {2025}, {});
}

Step MakeStep(const std::string& id, StepKind kind, StepAgency agency, const std::string& code,
              int hours) {
  return {.id = id,
          .name_vi = "Bước " + id,
          .kind = kind,
          .agency = agency,
          .agency_code = code,
          .hours = hours};
}

}  // namespace

std::string CountingIds::NewId() {
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "00000000-0000-7000-8000-%012d", ++last_);
  return text.data();
}

std::string CountingIds::NewSecret(int characters) {
  return std::string(static_cast<std::size_t>(characters), 'A');
}

World::World() : calendar(MakeCalendar()), now(At("2025-03-03T09:00")) {
  workflow.id = "w";
  workflow.version = 1;
  workflow.procedure_code = "9.000001";
  workflow.stages = {
      {{MakeStep("receive", StepKind::kReception, StepAgency::kReceiving, "", 2)}},
      {{MakeStep("appraise", StepKind::kProcessing, StepAgency::kHandling, "", 16),
        MakeStep("assess", StepKind::kProcessing, StepAgency::kNamed, kPartner, 8)}},
      {{MakeStep("sign", StepKind::kProcessing, StepAgency::kHandling, "", 4)}},
      {{MakeStep("return", StepKind::kHandOver, StepAgency::kReceiving, "", 0)}},
  };
  rules.id = "r";
}

Instant World::At(const std::string& local) {
  const auto parsed = calendar::ParseRfc3339(local + ":00+07:00");
  EXPECT_TRUE(parsed.ok()) << local;
  return *parsed;
}

Dossier World::Accepted() {
  Dossier dossier;
  dossier.id = ids.NewId();
  dossier.code = "Z01.100-250303-0001";
  dossier.lookup_key = "Z011002503030001";
  dossier.workflow_id = workflow.id;
  dossier.workflow_version = workflow.version;
  dossier.rule_set = rules.id;
  dossier.channel = 1;
  dossier.receiving_agency = kCounter;
  dossier.handling_agency = kOffice;
  dossier.received_at = now;
  dossier.last_occurred_at = now;
  dossier.limit = {.value = 5, .unit = calendar::LimitUnit::kWorkingDay};
  dossier.intake_sequence = 1;
  dossier.revision = 1;
  dossier.calendar_version = calendar.version();
  dossier.due_at = ComputeDue(dossier, calendar)->due;
  EXPECT_TRUE(OpenDossier(dossier, As("")).ok());
  return dossier;
}

Situation World::As(const std::string& agency, const std::string& reason) {
  return {.actor = {.kind = ActorKind::kOfficer, .id = "officer-1", .agency = agency},
          .reason = reason,
          .legal_ground = {},
          .now = now,
          .workflow = workflow,
          .rules = rules,
          .calendar = calendar,
          .ids = ids};
}

Situation World::AsCitizen(const std::string& reason) {
  Situation situation = As("", reason);
  situation.actor = {.kind = ActorKind::kCitizen, .id = "portal-1", .agency = {}};
  return situation;
}

std::optional<DeadlineChange> World::Done(Dossier& dossier, const Occurrence& occurrence) {
  const auto change = Settle(dossier, occurrence, As(""), true);
  EXPECT_TRUE(change.ok()) << change.status();
  return change.ok() ? *change : std::nullopt;
}

}  // namespace motcua::processing::testing
