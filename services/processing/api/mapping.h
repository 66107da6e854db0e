#pragma once

#include "motcua/processing/v1/processing_service.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "motcua/command/header.h"

#include "domain/dossier.h"

namespace motcua::processing {

/// Between protos and the domain.
processing::v1::Task ToProto(const Task& task);
processing::v1::Dossier ToProto(const Dossier& dossier);
/// The whole status; the gateway leaves out what the asker may not see.
type::v1::PublicStatus ToStatus(const Dossier& dossier);

/// What every command says. INVALID_ARGUMENT / DOSSIER_MISSING, ACTOR_INVALID for an actor that is
/// neither citizen nor officer.
absl::StatusOr<command::Header> ToHeader(const v1::Command& command);

}  // namespace motcua::processing
