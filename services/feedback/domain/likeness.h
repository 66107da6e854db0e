#pragma once

#include <string>
#include <vector>

#include "domain/petition.h"

namespace motcua::feedback {

/// By which the same petition sent again is found, on any channel: one text for each contact of the
/// sender, of that contact, the dossier and the content as people read it (text::Fold). Two
/// petitions with one of them in common say the same and come from the same person. The title does
/// not count: an officer who enters a petition words it anew. Pure.
std::vector<std::string> LikenessesOf(const Petition& petition);

/// Whether two senders have a contact in common: a telephone number, an e-mail address, or a name
/// together with a postal address, as people read them. Pure.
bool IsSameSender(const Sender& one, const Sender& other);

}  // namespace motcua::feedback
