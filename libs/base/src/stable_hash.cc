#include "motcua/base/stable_hash.h"

namespace motcua {
namespace {

template <typename Number>
Number Fnv1a(std::string_view text, Number basis, Number prime) {
  Number hash = basis;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  }
  return hash;
}

}  // namespace

std::uint64_t StableHash64(std::string_view text) {
  return Fnv1a<std::uint64_t>(text, 14695981039346656037U, 1099511628211U);
}

std::uint32_t StableHash32(std::string_view text) {
  return Fnv1a<std::uint32_t>(text, 2166136261U, 16777619U);
}

}  // namespace motcua
