#include "usecase/check_workflow.h"

#include <set>

#include "motcua/text/text.h"

namespace motcua::processing {
namespace {

constexpr std::size_t kMaxStages = 40;
constexpr std::size_t kMaxSteps = 20;
constexpr int kMaxHours = 10000;

void CheckStep(const Step& step, StepKind expected, const std::string& path,
               std::vector<Fault>& faults) {
  if (step.id.empty() || text::IsBlank(step.name_vi)) {
    faults.push_back({path, "a step needs an id and a name"});
  }
  if (step.kind != expected) {
    faults.push_back(
        {path + ".kind",
         "the first stage must be reception, the last hand-over, all others processing"});
  }
  if (step.agency != StepAgency::kReceiving && step.agency != StepAgency::kHandling &&
      step.agency != StepAgency::kNamed) {
    faults.push_back({path + ".agency", "the step must say which agency handles it"});
  }
  if ((step.agency == StepAgency::kNamed) != !step.agency_code.empty()) {
    faults.push_back(
        {path + ".agency_code",
         "an agency code must be given if and only if the step falls to a named agency"});
  }
  if (expected != StepKind::kProcessing && step.agency != StepAgency::kReceiving) {
    faults.push_back(
        {path + ".agency", "reception and hand-over must fall to the receiving counter"});
  }
  if (step.hours < 0 || step.hours > kMaxHours) {
    faults.push_back({path + ".hours", "a step must take 0 to 10000 hours"});
  }
}

}  // namespace

std::vector<Fault> CheckWorkflow(const Workflow& workflow, const std::string& path) {
  std::vector<Fault> faults;
  if (workflow.id.empty() || workflow.version <= 0 || workflow.procedure_code.empty()) {
    faults.push_back({path, "a workflow needs an id, a version of at least 1 and a procedure"});
  }
  if (workflow.stages.size() < 3 || workflow.stages.size() > kMaxStages) {
    faults.push_back(
        {path + ".stages",
         "a workflow needs reception, processing and hand-over, and at most 40 stages"});
    return faults;
  }
  std::set<std::string> ids;
  for (std::size_t i = 0; i < workflow.stages.size(); ++i) {
    const std::string stage_path = path + ".stages[" + std::to_string(i) + "]";
    const std::vector<Step>& steps = workflow.stages[i].steps;
    const bool first = i == 0;
    const bool last = i + 1 == workflow.stages.size();
    if (steps.empty() || steps.size() > kMaxSteps || ((first || last) && steps.size() != 1)) {
      faults.push_back(
          {stage_path, "a stage must have 1 to 20 steps; reception and hand-over exactly one"});
    }
    const StepKind expected = first  ? StepKind::kReception
                              : last ? StepKind::kHandOver
                                     : StepKind::kProcessing;
    for (std::size_t j = 0; j < steps.size(); ++j) {
      const std::string step_path = stage_path + ".steps[" + std::to_string(j) + "]";
      CheckStep(steps[j], expected, step_path, faults);
      if (!ids.insert(steps[j].id).second) {
        faults.push_back({step_path + ".id", "a step's id must be unique in its workflow"});
      }
    }
  }
  return faults;
}

}  // namespace motcua::processing
