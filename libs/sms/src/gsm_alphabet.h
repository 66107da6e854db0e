#pragma once

namespace motcua::sms {

/// Septets of a character in the GSM 7-bit default alphabet with its extension table (3GPP TS
/// 23.038, 6.2.1): 1, 2 (escape and character), or 0 when it has none.
int GsmSeptets(char32_t c);

}  // namespace motcua::sms
