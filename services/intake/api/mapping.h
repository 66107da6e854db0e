#pragma once

#include <absl/status/statusor.h>

#include "motcua/intake/v1/intake_service.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "motcua/command/header.h"

#include "domain/dossier.h"
#include "domain/paper.h"

namespace motcua::intake {

/// For a dossier received by a clerk: DIRECT or POST; anything else becomes unspecified.
Channel ToChannel(motcua::type::v1::Channel channel);
/// INVALID_ARGUMENT / DOSSIER_MISSING.
absl::StatusOr<command::Header> ToHeader(const v1::Command& command);

/// A dossier as officers see it.
v1::Dossier ToMessage(const Dossier& dossier);
v1::PaperDescription ToMessage(const PaperFacts& paper);

/// The answer to a look-up including details, which the gateway shows only with the secret.
v1::GetStatusResponse ToStatus(const Dossier& dossier, Instant as_of);

}  // namespace motcua::intake
