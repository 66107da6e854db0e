#pragma once

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/catalogue/fact_handler.h"

namespace motcua::reporting {

/// Whether a procedure is published with everything that a citizen must know beforehand (target
/// T1; NĐ 63/2010 Đ15, 24): name and field, required papers, fees (also if free),
/// time limit, handling agencies, and legal basis.
bool IsPublishedWhole(const catalogue::v1::Procedure& procedure);

/// Takes what reports need from intake's catalogue (topic motcua.intake.catalogue.v1): names of
/// agencies; name, field and validity of procedure versions.
catalogue::FactHandler MakeCatalogueHandler();

}  // namespace motcua::reporting
