#include "motcua/command/reference.h"

#include "motcua/base/uuid.h"
#include "motcua/dossier/dossier_code.h"

namespace motcua::command {

std::string NameOf(const std::string& reference) {
  return IsUuid(reference) ? reference : dossier::LookupKey(reference);
}

db::Params ByIdOrCode(const std::vector<std::string>& references) {
  db::Array ids(db::Type::kUuid);
  db::Array keys(db::Type::kText);
  for (const std::string& reference : references) {
    (IsUuid(reference) ? ids : keys).Text(NameOf(reference));
  }
  return db::Params().Values(ids).Values(keys);
}

}  // namespace motcua::command
