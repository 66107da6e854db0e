#pragma once

#include <string>
#include <vector>

#include "motcua/feedback/v1/feedback_service.pb.h"

#include "motcua/command/header.h"

#include "domain/transitions.h"
#include "usecase/petition_queries.h"

namespace motcua::feedback {

// Values out of range become unspecified, which the use cases refuse with the field.
PetitionClass ToClass(v1::PetitionClass petition_class);
PetitionChannel ToChannel(v1::PetitionChannel channel);
RatingSource ToSource(v1::RatingSource source);
command::Header ToHeader(const v1::PetitionCommand& command);
Draft ToDraft(const v1::SendPetitionRequest& request);

/// A petition as visible in this view: the sender only in full view, the history if given.
v1::Petition ToMessage(const Petition& petition, View view);
void AddHistory(const std::vector<HistoryLine>& history, v1::Petition& message);
/// An entry of a work list: of the citizen's texts only the title, and not that of a restricted
/// petition.
v1::Petition ToListEntry(const Petition& petition);
v1::GetPetitionStatusResponse ToMessage(const PublicStatus& status);
v1::PetitionCount ToMessage(const PetitionCount& count);
v1::RatingCount ToMessage(const RatingCount& count);

}  // namespace motcua::feedback
