#include "component/documents.h"

#include <atomic>

#include "motcua/base/check.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/wire/time.h"

namespace motcua::processing::testing {
namespace {

std::atomic<int> next_serial = 0;

void AddStep(workflow::v1::Stage& stage, const std::string& id, workflow::v1::StepKind kind,
             workflow::v1::StepAgency agency, int hours) {
  workflow::v1::Step& step = *stage.add_steps();
  step.set_id(id);
  step.set_name_vi("Bước " + id);
  step.set_kind(kind);
  step.set_agency(agency);
  if (agency == workflow::v1::STEP_AGENCY_NAMED) {
    step.set_agency_code(kPartner);
  }
  step.set_hours(hours);
}

}  // namespace

Instant At(const std::string& local) {
  const auto instant = calendar::ParseRfc3339(local + ":00+07:00");
  MOTCUA_CHECK(instant.ok());
  return *instant;
}

workflow::v1::Workflow AWorkflow() {
  using namespace workflow::v1;  // NOLINT(google-build-using-namespace)
  Workflow workflow;
  workflow.set_id(kWorkflow);
  workflow.set_version(1);
  workflow.set_procedure_code("1.000001");
  workflow.set_name_vi("Quy trình thử");
  workflow.set_approval_document("01/QĐ-UBND");
  workflow.set_approved_by("UBND");
  workflow.set_approved_on("2025-01-01");
  AddStep(*workflow.add_stages(), "receive", STEP_KIND_RECEPTION, STEP_AGENCY_RECEIVING, 2);
  Stage& both = *workflow.add_stages();
  AddStep(both, "appraise", STEP_KIND_PROCESSING, STEP_AGENCY_HANDLING, 16);
  AddStep(both, "assess", STEP_KIND_PROCESSING, STEP_AGENCY_NAMED, 8);
  AddStep(*workflow.add_stages(), "sign", STEP_KIND_PROCESSING, STEP_AGENCY_HANDLING, 4);
  AddStep(*workflow.add_stages(), "return", STEP_KIND_HAND_OVER, STEP_AGENCY_RECEIVING, 0);
  return workflow;
}

std::string ACalendar(const std::string& version, const std::vector<std::string>& days_off) {
  std::string days;
  for (const std::string& day : days_off) {
    days += (days.empty() ? "" : ", ") + std::string(R"({"date": ")") + day +
            R"(", "kind": "holiday", "name_vi": "Nghỉ", "name_en": "Day off",
      "source_document": "QĐ 1", "verified": true})";
  }
  return R"({"version": ")" + version + R"(",
  "office_hours": [{"weekdays": ["mon", "tue", "wed", "thu", "fri"], "from": "07:30", "to": "11:30"},
                   {"weekdays": ["mon", "tue", "wed", "thu", "fri"], "from": "13:00", "to": "17:00"}],
  "years": [2025, 2026], "days": [)" +
         days + "]}";
}

intake::events::v1::DossierAccepted AnAcceptance() {
  const std::string serial = std::to_string(1000 + next_serial++);
  intake::events::v1::DossierAccepted acceptance;
  type::v1::DossierFacts& facts = *acceptance.mutable_facts();
  facts.set_dossier_id(RandomIdGenerator().NewId());
  facts.set_code(std::string(kCounter) + "-250312-" + serial);
  facts.set_lookup_key(dossier::LookupKey(facts.code()));
  facts.set_epoch(1);
  facts.set_sequence(1);
  facts.set_revision(1);
  *facts.mutable_occurred_at() = wire::ToProto(At("2025-03-12T09:15"));
  facts.set_state(type::v1::DOSSIER_STATE_RECEIVED);
  facts.set_channel(type::v1::CHANNEL_DIRECT);
  facts.set_procedure_code("1.000001");
  facts.set_procedure_version(1);
  facts.set_receiving_agency(kCounter);
  facts.set_handling_agency(kOffice);
  *facts.mutable_received_at() = wire::ToProto(At("2025-03-12T09:15"));
  *facts.mutable_due_at() = wire::ToProto(At("2025-03-19T09:15"));
  acceptance.set_rule_set(kRuleSet);
  acceptance.set_workflow_id(kWorkflow);
  acceptance.set_workflow_version(1);
  acceptance.set_calendar_version("test-1");
  type::v1::Limit& limit = *acceptance.mutable_limit();
  limit.set_value(5);
  limit.set_unit(type::v1::LIMIT_UNIT_WORKING_DAY);
  limit.set_convention(type::v1::DUE_CONVENTION_KEEP_CLOCK_TIME);
  limit.set_supplement_policy(type::v1::SUPPLEMENT_POLICY_PAUSE);
  limit.set_legal_ground("Điều 1");
  acceptance.set_fee_after_acceptance_vnd(20000);
  return acceptance;
}

}  // namespace motcua::processing::testing
