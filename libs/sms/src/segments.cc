#include "motcua/sms/segments.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

#include "gsm_alphabet.h"
#include "utf8.h"

namespace motcua::sms {
namespace {

std::size_t UnitsOf(char32_t c, Encoding encoding) {
  if (encoding == Encoding::kGsm7) {
    return static_cast<std::size_t>(GsmSeptets(c));
  }
  return c > 0xFFFF ? 2 : 1;
}

}  // namespace

std::string_view ToString(Encoding encoding) {
  return encoding == Encoding::kGsm7 ? "gsm7" : "ucs2";
}

absl::StatusOr<Segments> CountSegments(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(const std::u32string decoded, DecodeUtf8(text));
  Segments counted;
  const bool gsm =
      std::all_of(decoded.begin(), decoded.end(), [](char32_t c) { return GsmSeptets(c) != 0; });
  counted.encoding = gsm ? Encoding::kGsm7 : Encoding::kUcs2;
  const std::size_t part_size = gsm ? kGsm7Part : kUcs2Part;
  std::size_t parts = 1;
  std::size_t in_part = 0;
  for (const char32_t c : decoded) {
    const std::size_t units = UnitsOf(c, counted.encoding);
    if (in_part + units > part_size) {
      ++parts;
      in_part = 0;
    }
    in_part += units;
    counted.units += units;
  }
  counted.parts = counted.units <= (gsm ? kGsm7Single : kUcs2Single) ? 1 : parts;
  return counted;
}

}  // namespace motcua::sms
