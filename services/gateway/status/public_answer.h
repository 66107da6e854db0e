#pragma once

#include <string>

#include "status/status_entry.h"

namespace motcua::gateway {

/// The public part of a dossier's status, rendered once.
struct PublicAnswer {
  Version version;
  std::string json;
  std::string entity_tag;
};

/// The JSON of a status without its details.
std::string PublicJson(const type::v1::PublicStatus& status);

}  // namespace motcua::gateway
