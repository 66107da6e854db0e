#include "domain/template_load.h"

#include <algorithm>

#include "motcua/base/error.h"

namespace motcua::notification {

absl::StatusOr<std::vector<TemplateVersion>> DecideLoad(
    const std::vector<TemplateVersion>& loaded, const std::vector<TemplateVersion>& stored) {
  std::vector<TemplateVersion> added;
  for (const TemplateVersion& version : loaded) {
    const auto known =
        std::find_if(stored.begin(), stored.end(), [&](const TemplateVersion& other) {
          return other.text.id == version.text.id && other.text.version == version.text.version;
        });
    if (known == stored.end()) {
      added.push_back(version);
    } else if (known->document != version.document) {
      return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
                   "this version is already stored with different content; load a new version",
                   {{"version", NameOf(version.text)}});
    }
  }
  return added;
}

std::string NameOf(const Template& text) {
  return "template/" + text.id + "/" + std::to_string(text.version);
}

}  // namespace motcua::notification
