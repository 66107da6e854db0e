#pragma once

#include <iosfwd>
#include <string>

#include "motcua/feedback/v1/feedback_service.pb.h"

namespace motcua::ctl {

// Petitions in Vietnamese. Pure functions.
std::string Words(feedback::v1::PetitionState state);
std::string Words(feedback::v1::PetitionClass petition_class);
std::string Words(feedback::v1::PetitionChannel channel);
std::string Words(feedback::v1::RatingSource source);

/// A petition with the fields in the answer, and its history. Texts of citizens are printed on one
/// line and without control characters.
void PrintPetition(const feedback::v1::Petition& petition, std::ostream& out);

}  // namespace motcua::ctl
