#pragma once

#include <iosfwd>
#include <string>

#include "motcua/feedback/v1/feedback_service.pb.h"

namespace motcua::ctl {

// Petitions in the words that people here use. Pure functions.
std::string Words(feedback::v1::PetitionState state);
std::string Words(feedback::v1::PetitionClass petition_class);
std::string Words(feedback::v1::PetitionChannel channel);
std::string Words(feedback::v1::RatingSource source);

/// A petition as far as the answer shows it, and its history. Texts of citizens come on one line
/// and without control characters.
void PrintPetition(const feedback::v1::Petition& petition, std::ostream& out);

}  // namespace motcua::ctl
