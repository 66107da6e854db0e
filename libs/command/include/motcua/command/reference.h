#pragma once

#include <string>
#include <vector>

#include "motcua/db/statement.h"

namespace motcua::command {

// How people and programs name dossiers and petitions: by id, or by the code on the receipt, in any
// spelling.

/// The normal form of a reference: an id unchanged, a code as its look-up key.
std::string NameOf(const std::string& reference);

/// Parameters of `WHERE id = ANY ($1::uuid[]) OR lookup_key = ANY ($2::text[])`.
db::Params ByIdOrCode(const std::vector<std::string>& references);

}  // namespace motcua::command
