#include "domain/likeness.h"

#include <algorithm>

#include "motcua/text/folding.h"

namespace motcua::feedback {
namespace {

// Texts are checked to have no control character but line ends, so this separates parts.
constexpr char kSeparator = '\x1f';

/// The contacts that were given, each with its kind. A number is stored in one spelling.
std::vector<std::string> ContactsOf(const Sender& sender) {
  std::vector<std::string> contacts;
  if (!sender.phone.empty()) {
    contacts.push_back(std::string("phone") + kSeparator + sender.phone);
  }
  if (!sender.email.empty()) {
    contacts.push_back(std::string("email") + kSeparator + text::Fold(sender.email));
  }
  if (!sender.address.empty()) {
    contacts.push_back(std::string("address") + kSeparator + text::FoldWords(sender.full_name) +
                       kSeparator + text::FoldWords(sender.address));
  }
  return contacts;
}

}  // namespace

std::vector<std::string> LikenessesOf(const Petition& petition) {
  const std::string said =
      kSeparator + petition.about_dossier + kSeparator + text::Fold(petition.content);
  std::vector<std::string> likenesses = ContactsOf(petition.sender);
  for (std::string& likeness : likenesses) {
    likeness += said;
  }
  return likenesses;
}

bool IsSameSender(const Sender& one, const Sender& other) {
  const std::vector<std::string> contacts = ContactsOf(one);
  const std::vector<std::string> others = ContactsOf(other);
  return std::ranges::find_first_of(contacts, others) != contacts.end();
}

}  // namespace motcua::feedback
