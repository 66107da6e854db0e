#pragma once

#include <iosfwd>

#include "motcua/intake/v1/intake_service.pb.h"
#include "motcua/processing/v1/processing_service.pb.h"

namespace motcua::ctl {

/// A dossier as shown to clerks. The applicant's identity number, phone, e-mail and address are
/// shown by --json only.
void PrintDossier(const intake::v1::Dossier& dossier, std::ostream& out);
/// With its tasks and requests.
void PrintDossier(const processing::v1::Dossier& dossier, std::ostream& out);
/// The receipt (form 01) as text.
void PrintReceipt(const intake::v1::Receipt& receipt, std::ostream& out);

}  // namespace motcua::ctl
