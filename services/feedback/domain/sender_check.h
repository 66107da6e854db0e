#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "domain/petition.h"

namespace motcua::feedback {

/// NĐ 20/2008 Đ7: a name, and a way to reach the sender. Gives the sender as stored: phone in
/// national form, the rest as typed. INVALID_ARGUMENT with the field: SENDER_NAME_MISSING,
/// SENDER_CONTACT_MISSING, PHONE_INVALID, EMAIL_INVALID, those of text::Check.
absl::StatusOr<Sender> ReadSender(Sender typed);

/// INVALID_ARGUMENT / NAMES_SENDER when a public text contains the sender's full name, phone number
/// or e-mail address, compared as people read them: in any form, case, with or without marks, in
/// any spacing. A name of one word is compared as it is written. This catches mistakes but does not
/// prove that the text names nobody.
absl::Status CheckAnonymous(const std::string& text, const Sender& sender, std::string_view field);

}  // namespace motcua::feedback
