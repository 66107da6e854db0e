#pragma once

#include "motcua/catalogue/v1/catalogue.pb.h"
#include "motcua/type/v1/limit.pb.h"

#include "domain/catalogue.h"

namespace motcua::intake {

// Converts the catalogue between values and the documents that are loaded, stored and published.
// Lossless, except that an unknown enumeration value becomes "unspecified", which the check of the
// catalogue refuses where a value is required.

Catalogue ToCatalogue(const motcua::catalogue::v1::Catalogue& document);

Agency ToAgency(const motcua::catalogue::v1::Agency& document);
motcua::catalogue::v1::Agency ToDocument(const Agency& agency);

RuleSet ToRuleSet(const motcua::catalogue::v1::RuleSet& document);
motcua::catalogue::v1::RuleSet ToDocument(const RuleSet& rule_set);

Procedure ToProcedure(const motcua::catalogue::v1::Procedure& document);
motcua::catalogue::v1::Procedure ToDocument(const Procedure& procedure);

motcua::type::v1::Limit ToDocument(const Limit& limit);

}  // namespace motcua::intake
