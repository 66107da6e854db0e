#pragma once

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/catalogue/fact_handler.h"

namespace motcua::reporting {

/// Whether a procedure is published with everything that a citizen has to know beforehand (target
/// T1; NĐ 63/2010 Đ15, 24): name and field, the papers asked for, the fees (a free one says so),
/// the time limit, who handles it, and its legal basis.
bool IsPublishedWhole(const catalogue::v1::Procedure& procedure);

/// Takes what reports need of intake's catalogue (topic motcua.intake.catalogue.v1): names of
/// agencies; name, field and validity of procedure versions.
catalogue::FactHandler MakeCatalogueHandler();

}  // namespace motcua::reporting
