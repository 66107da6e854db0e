#pragma once

#include <string>

#include "motcua/db/connection.h"

#include "domain/dossier.h"

namespace motcua::intake {

/// Reads one dossier by its id or by any spelling of its code, locked if asked.
db::Query FindDossierQuery(const std::string& dossier, bool lock);

/// A row of the statements over MOTCUA_INTAKE_DOSSIER_COLUMNS.
Dossier ReadDossier(const db::Result& rows, std::size_t row);

db::Query InsertDossierQuery(const Dossier& dossier);
db::Query UpdateDossierQuery(const Dossier& dossier);

}  // namespace motcua::intake
