#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "domain/dossier.h"

namespace motcua::processing {

/// A dossier as bytes of motcua.processing.storage.v1.Dossier; its limit is stored separately.
/// Pure.
std::string ToDocument(const Dossier& dossier);
/// INTERNAL / DATA_CORRUPT for bytes that our code cannot have written.
absl::StatusOr<Dossier> FromDocument(const std::string& document);

}  // namespace motcua::processing
