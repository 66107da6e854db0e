#pragma once

#include <string>
#include <vector>

#include "motcua/feedback/v1/feedback_service.pb.h"

#include "motcua/command/header.h"

#include "domain/transitions.h"
#include "usecase/petition_queries.h"

namespace motcua::feedback {

// Values out of range become unspecified, which the use cases refuse by field.
Actor ToActor(const motcua::type::v1::Actor& actor);
PetitionClass ToClass(v1::PetitionClass petition_class);
PetitionChannel ToChannel(v1::PetitionChannel channel);
RatingSource ToSource(v1::RatingSource source);
command::Header ToHeader(const v1::PetitionCommand& command);
Draft ToDraft(const v1::SendPetitionRequest& request);

/// As somebody with this view sees it: the sender only in full view, history where it is given.
v1::Petition ToMessage(const Petition& petition, View view);
void AddHistory(const std::vector<HistoryLine>& history, v1::Petition& message);
/// As a work list shows it: nothing a citizen wrote but the title, and not even that of a
/// restricted one.
v1::Petition ToListEntry(const Petition& petition);
v1::GetPetitionStatusResponse ToMessage(const PublicStatus& status);
v1::PetitionCount ToMessage(const PetitionCount& count);
v1::RatingCount ToMessage(const RatingCount& count);

}  // namespace motcua::feedback
