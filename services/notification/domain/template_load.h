#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "domain/message_template.h"

namespace motcua::notification {

/// A template version with its document's bytes.
struct TemplateVersion {
  Template text;
  std::string document;
};

/// Those of `loaded` that are not among `stored`: versions are only added, never changed.
/// FAILED_PRECONDITION / VERSION_FROZEN for a stored version with another document.
absl::StatusOr<std::vector<TemplateVersion>> DecideLoad(const std::vector<TemplateVersion>& loaded,
                                                        const std::vector<TemplateVersion>& stored);

/// `template/<id>/<version>`: as audit and refusals name it.
std::string NameOf(const Template& text);

}  // namespace motcua::notification
