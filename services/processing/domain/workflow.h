#pragma once

#include <string>
#include <vector>

namespace motcua::processing {

/// Purpose of a step; see proto/motcua/workflow/v1/workflow.proto.
enum class StepKind { kReception = 1, kProcessing = 2, kHandOver = 3 };
/// Agency responsible for a step.
enum class StepAgency { kReceiving = 1, kHandling = 2, kNamed = 3 };

/// One step of a workflow.
struct Step {
  std::string id;
  std::string name_vi;
  StepKind kind = StepKind::kProcessing;
  StepAgency agency = StepAgency::kHandling;
  std::string agency_code;  // kNamed only
  int hours = 0;            // limit of the step in working hours; 0: none
};

/// Steps that run at the same time.
struct Stage {
  std::vector<Step> steps;
};

/// One approved workflow version: reception, one or more processing stages, hand-over. Immutable.
struct Workflow {
  std::string id;
  int version = 0;
  std::string procedure_code;
  std::vector<Stage> stages;

  /// The stage whose completion finishes the dossier.
  int last_processing_stage() const { return static_cast<int>(stages.size()) - 2; }
  int hand_over_stage() const { return static_cast<int>(stages.size()) - 1; }
};

}  // namespace motcua::processing
