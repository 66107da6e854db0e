#include "store/rules_mapping.h"

#include <utility>

namespace motcua::processing {

Workflow ToWorkflow(const workflow::v1::Workflow& document) {
  Workflow workflow{.id = document.id(),
                    .version = document.version(),
                    .procedure_code = document.procedure_code(),
                    .stages = {}};
  for (const workflow::v1::Stage& stage : document.stages()) {
    Stage& target = workflow.stages.emplace_back();
    for (const workflow::v1::Step& step : stage.steps()) {
      target.steps.push_back({.id = step.id(),
                              .name_vi = step.name_vi(),
                              .kind = static_cast<StepKind>(step.kind()),
                              .agency = static_cast<StepAgency>(step.agency()),
                              .agency_code = step.agency_code(),
                              .hours = step.hours()});
    }
  }
  return workflow;
}

RuleSet ToRuleSet(const catalogue::v1::RuleSet& document) {
  return {.id = document.id(),
          .supplement_limit_days = document.supplement_limit_days(),
          .payment_limit_days = document.payment_limit_days(),
          .max_supplement_requests = document.max_supplement_requests(),
          .max_extensions = document.max_extensions(),
          .resume_allowed = document.resume_allowed()};
}

}  // namespace motcua::processing
