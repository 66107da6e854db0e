#include "domain/payment.h"

#include <algorithm>

#include "motcua/text/folding.h"
#include "motcua/text/utf8.h"

namespace motcua::reporting {
namespace {

/// More than the 64 characters of a reference need in any usual script; an index takes it, and so
/// does a page token.
constexpr std::size_t kLongestKey = 256;

}  // namespace

std::string DebtBeforeAcceptance() {
  return "filing";
}

std::string DebtAfterAcceptance(std::string_view request_id) {
  return request_id.empty() ? "receipt" : std::string(request_id);
}

std::string ReferenceKey(std::string_view reference) {
  std::string key = text::FoldWords(reference);
  if (key.empty()) {
    key = text::Fold(reference);
  }
  std::erase(key, ' ');
  return text::CutToBytes(key, kLongestKey);
}

}  // namespace motcua::reporting
