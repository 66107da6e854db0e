#include "domain/sender_check.h"

#include "motcua/base/status_macros.h"
#include "motcua/sms/phone.h"
#include "motcua/text/email.h"
#include "motcua/text/text.h"

namespace motcua::feedback {
namespace {

constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxContact = 254;
constexpr std::size_t kMaxAddress = 1000;

/// What people put between the digits of a phone number.
bool IsSpacing(char c) {
  return c == ' ' || c == '.' || c == '-';
}

std::string WithoutSpacing(std::string text) {
  std::erase_if(text, IsSpacing);
  return text;
}

/// The number without its prefix 0 or +84, which is the common part of both spellings.
std::string Subscriber(const std::string& phone) {
  const std::string bare = WithoutSpacing(phone);
  return bare.starts_with("+84") ? bare.substr(3) : bare.substr(bare.starts_with("0") ? 1 : 0);
}

bool Holds(const std::string& text, const std::string& part) {
  return !part.empty() && text.find(part) != std::string::npos;
}

}  // namespace

absl::Status CheckSender(const Sender& sender) {
  MOTCUA_RETURN_IF_ERROR(text::Check(sender.full_name, {.field = "sender.full_name",
                                                        .most = kMaxName,
                                                        .required = true,
                                                        .missing = "SENDER_NAME_MISSING"}));
  MOTCUA_RETURN_IF_ERROR(text::Check(sender.phone, {.field = "sender.phone", .most = kMaxContact}));
  MOTCUA_RETURN_IF_ERROR(text::Check(sender.email, {.field = "sender.email", .most = kMaxContact}));
  MOTCUA_RETURN_IF_ERROR(
      text::Check(sender.address, {.field = "sender.address", .most = kMaxAddress, .lines = true}));
  if (!sender.phone.empty() && !sms::IsPhone(sender.phone)) {
    return FieldError("sender.phone", "PHONE_INVALID",
                      "a phone number begins with 0 or +84 and has 9 or 10 more digits");
  }
  if (!sender.email.empty() && !text::IsEmail(sender.email)) {
    return FieldError("sender.email", "EMAIL_INVALID", "invalid e-mail address");
  }
  if (sender.phone.empty() && sender.email.empty() && sender.address.empty()) {
    return FieldError("sender", "SENDER_CONTACT_MISSING",
                      "a phone number, an e-mail address or a postal address is required");
  }
  return absl::OkStatus();
}

absl::Status CheckAnonymous(const std::string& text, const Sender& sender, std::string_view field) {
  if (Holds(text, sender.full_name) || Holds(text, sender.email) ||
      Holds(WithoutSpacing(text), Subscriber(sender.phone))) {
    return FieldError(field, "NAMES_SENDER",
                      "the text contains the sender's name, phone number or address; remove it");
  }
  return absl::OkStatus();
}

}  // namespace motcua::feedback
