#pragma once

#include "motcua/processing/v1/processing_service.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "domain/dossier.h"
#include "usecase/execute_command.h"

namespace motcua::processing {

/// Between protos and the domain.
processing::v1::Task ToProto(const Task& task);
processing::v1::Dossier ToProto(const Dossier& dossier);
/// The whole status; the gateway leaves out what the asker may not see.
type::v1::PublicStatus ToStatus(const Dossier& dossier);

/// The frame of a command. INVALID_ARGUMENT / ACTOR_INVALID for an actor that is neither citizen
/// nor officer.
absl::StatusOr<ExecuteCommand::Request> ToRequest(const std::string& method,
                                                  const v1::Command& command,
                                                  const google::protobuf::Message& whole);

}  // namespace motcua::processing
