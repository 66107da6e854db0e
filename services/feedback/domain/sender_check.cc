#include "domain/sender_check.h"

#include <algorithm>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/sms/phone.h"
#include "motcua/text/email.h"
#include "motcua/text/folding.h"
#include "motcua/text/text.h"

namespace motcua::feedback {
namespace {

constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxAddress = 1000;

/// The words of a text as people read them, one blank around each: ` nguyen van a `.
std::string Words(const std::string& text) {
  return " " + text::FoldWords(text) + " ";
}

/// Without blanks and signs, so that a number is found in any spacing.
std::string Compact(const std::string& text) {
  std::string compact = text::FoldWords(text);
  std::erase(compact, ' ');
  return compact;
}

bool Holds(const std::string& text, const std::string& part) {
  return !part.empty() && text.find(part) != std::string::npos;
}

/// A name of several words is found in any spelling. A single word would then be found in too many
/// others (`Hoa` in `hóa đơn`), so it counts only as it is written.
bool Names(const std::string& text, const std::string& name) {
  const std::string words = Words(name);
  return std::count(words.begin(), words.end(), ' ') > 2 ? Holds(Words(text), words)
                                                         : Holds(text, name);
}

}  // namespace

absl::StatusOr<Sender> ReadSender(Sender sender) {
  MOTCUA_RETURN_IF_ERROR(text::Check(sender.full_name, {.field = "sender.full_name",
                                                        .most = kMaxName,
                                                        .required = true,
                                                        .missing = "SENDER_NAME_MISSING"}));
  MOTCUA_RETURN_IF_ERROR(
      text::Check(sender.address, {.field = "sender.address", .most = kMaxAddress, .lines = true}));
  if (!sender.phone.empty()) {
    absl::StatusOr<sms::Phone> phone = sms::ReadPhone(sender.phone);
    if (!phone.ok()) {
      return FieldError("sender.phone", "PHONE_INVALID", Message(phone.status()));
    }
    sender.phone = std::move(phone->national);
  }
  if (!sender.email.empty() && !text::IsEmail(sender.email)) {
    return FieldError("sender.email", "EMAIL_INVALID", "invalid e-mail address");
  }
  if (sender.phone.empty() && sender.email.empty() && sender.address.empty()) {
    return FieldError("sender", "SENDER_CONTACT_MISSING",
                      "a phone number, an e-mail address or a postal address is required");
  }
  return sender;
}

absl::Status CheckAnonymous(const std::string& text, const Sender& sender, std::string_view field) {
  // Without its 0, which is left out after +84.
  const std::string subscriber = sender.phone.empty() ? "" : sender.phone.substr(1);
  if (Names(text, sender.full_name) || Holds(text::Fold(text), text::Fold(sender.email)) ||
      Holds(Compact(text), subscriber)) {
    return FieldError(
        field, "NAMES_SENDER",
        "the text contains the sender's name, phone number or e-mail address; remove it");
  }
  return absl::OkStatus();
}

}  // namespace motcua::feedback
