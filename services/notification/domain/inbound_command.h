#pragma once

#include <string>
#include <string_view>

namespace motcua::notification {

/// The command in an inbound text.
enum class InboundKind : int {
  kUnknown = 0,
  /// `H19.12-250312-0001`, `TRA CUU <code>` ...
  kStatus = 1,
  /// `5`, `DG <code> 5`
  kRating = 2,
  kOptOut = 3,
  kOptIn = 4,
  kHelp = 5,
};
/// `status`, `rating`, `opt_out`, `opt_in`, `help`, `unknown`.
std::string_view ToString(InboundKind kind);

struct InboundCommand {
  InboundKind kind = InboundKind::kUnknown;
  /// Printed form of the code, or the text given as code; empty for a rating without a code.
  std::string code;
  /// Score of a rating; may be outside 1..5.
  int score = 0;
};

/// Parses a text by the grammar of domain 6.2, as people send it: any case, with or without
/// accents, with courtesy words, repeated keywords and signatures. Accepts any bytes; anything else
/// is kUnknown. Pure.
///
/// | Text | Kind |
/// |---|---|
/// | a code anywhere (of several, the first is answered) | status |
/// | HS, TC, HO SO, TRA CUU with what is no valid code | status |
/// | DG or DANH GIA first, with a score, and a code before or behind it | rating |
/// | a score alone: `5`, `05`, `5/5`, `5 sao`, `nam sao`; beside a code only with a unit | rating |
/// | HUY, STOP, TU CHOI first, if no code and no HO SO, LICH HEN or DON follows | opt-out |
/// | DANG KY, DANG KI, DK first, with courtesy words only behind it | opt-in |
/// | HELP, HUONG DAN, HD | help |
InboundCommand ReadInbound(std::string_view text);

}  // namespace motcua::notification
