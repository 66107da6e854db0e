#pragma once

#include <string>
#include <vector>

#include "domain/workflow.h"

namespace motcua::processing {

/// One thing wrong with a document, and where.
struct Fault {
  std::string field;
  std::string message;
};

/// Everything that is wrong with the shape of a workflow: reception first and alone, hand-over last
/// and alone, at least one processing stage, ids unique, named agencies named. Empty: it can run.
std::vector<Fault> CheckWorkflow(const Workflow& workflow, const std::string& path);

}  // namespace motcua::processing
