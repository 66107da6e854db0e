#include "domain/applicant.h"

#include <algorithm>

#include "motcua/text/utf8.h"

namespace motcua::portalsync {
namespace {

constexpr std::size_t kMaxWords = 500;
// Shorter texts are not names, and redacting them would remove half of every sentence.
constexpr std::size_t kShortestSecret = 4;

void Blacken(std::string& text, const std::string& secret) {
  constexpr char kBlack[] = "***";
  if (secret.size() < kShortestSecret) {
    return;
  }
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
    text.replace(at, secret.size(), kBlack);
    at += sizeof(kBlack) - 1;
  }
}

}  // namespace

std::string Redact(const std::string& text, const DisclosedDossier& disclosed) {
  std::vector<std::string> secrets = {disclosed.full_name, disclosed.identity_number,
                                      disclosed.phone, disclosed.email, disclosed.subject};
  for (const DisclosedDossier::Paper& paper : disclosed.papers) {
    secrets.push_back(paper.file_name);
  }
  // Longest first, so that a subject containing the name is redacted completely.
  std::sort(secrets.begin(), secrets.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  std::string redacted = text;
  for (const std::string& secret : secrets) {
    Blacken(redacted, secret);
  }
  return text::CutToCharacters(redacted, kMaxWords);
}

}  // namespace motcua::portalsync
