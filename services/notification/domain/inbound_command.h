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

/// Parses a text by the grammar of domain 6.2: any case, with or without accents, any spacing.
/// Accepts any bytes; anything else is kUnknown. Pure.
///
/// | Text | Kind |
/// |---|---|
/// | a code, alone or after HS, TC, HO SO, TRA CUU | status |
/// | 1..5 alone; DG or DANH GIA with a score, or with a code and a score | rating |
/// | HUY, STOP | opt-out |
/// | DANG KY, DK | opt-in |
/// | HELP, HUONG DAN, HD | help |
InboundCommand ReadInbound(std::string_view text);

}  // namespace motcua::notification
