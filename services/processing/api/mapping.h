#pragma once

#include "motcua/processing/v1/processing_service.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "motcua/command/header.h"

#include "domain/dossier.h"

namespace motcua::processing {

/// Conversions between protos and the domain.
processing::v1::Task ToProto(const Task& task);
processing::v1::Dossier ToProto(const Dossier& dossier);
/// The complete status; the gateway omits what the caller may not see.
type::v1::PublicStatus ToStatus(const Dossier& dossier);

/// The common fields of a command. INVALID_ARGUMENT / DOSSIER_MISSING, ACTOR_INVALID for an actor
/// other than a citizen or an officer.
absl::StatusOr<command::Header> ToHeader(const v1::Command& command);

}  // namespace motcua::processing
