#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "domain/petition.h"

namespace motcua::feedback {

/// NĐ 20/2008 Đ7: a name, and a way to reach the sender. INVALID_ARGUMENT with the field:
/// SENDER_NAME_MISSING, SENDER_CONTACT_MISSING, PHONE_INVALID, EMAIL_INVALID, those of text::Check.
absl::Status CheckSender(const Sender& sender);

/// INVALID_ARGUMENT / NAMES_SENDER when a public text contains the sender's full name, phone number
/// (in any spacing) or e-mail address. This catches mistakes but does not prove that the text names
/// nobody.
absl::Status CheckAnonymous(const std::string& text, const Sender& sender, std::string_view field);

}  // namespace motcua::feedback
