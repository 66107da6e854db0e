#pragma once

#include <string>

#include <absl/status/statusor.h>

#include "motcua/intake/v1/intake_service.pb.h"
#include "motcua/processing/v1/processing_service.pb.h"

#include "session.h"

namespace motcua::ctl {

absl::StatusOr<intake::v1::Dossier> ReadAtIntake(Session& session, const std::string& dossier);
absl::StatusOr<processing::v1::Dossier> ReadAtProcessing(Session& session,
                                                         const std::string& dossier);

/// Finds the present owner of a dossier at intake, which alone knows whether it exists.
absl::StatusOr<Program> OwnerOf(Session& session, const std::string& dossier);

}  // namespace motcua::ctl
