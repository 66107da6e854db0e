#pragma once

#include <string>
#include <vector>

#include "domain/workflow.h"

namespace motcua::processing {

/// One fault of a document, and its field.
struct Fault {
  std::string field;
  std::string message;
};

/// Checks the structure of a workflow and returns its faults; empty if it is valid. Required:
/// - reception first and alone;
/// - hand-over last and alone;
/// - at least one processing stage;
/// - unique ids;
/// - a code for each named agency.
std::vector<Fault> CheckWorkflow(const Workflow& workflow, const std::string& path);

}  // namespace motcua::processing
