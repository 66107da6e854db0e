#pragma once

#include "motcua/catalogue/v1/catalogue.pb.h"
#include "motcua/workflow/v1/workflow.pb.h"

#include "domain/rule_set.h"
#include "domain/workflow.h"

namespace motcua::processing {

/// Converts documents to domain types. The documents were checked when loaded.
Workflow ToWorkflow(const workflow::v1::Workflow& document);
RuleSet ToRuleSet(const catalogue::v1::RuleSet& document);

}  // namespace motcua::processing
