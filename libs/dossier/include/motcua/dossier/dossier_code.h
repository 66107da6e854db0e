#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::dossier {

/// The dossier code (mã số hồ sơ): `H19.12-250312-0001`, agency - day of receipt - serial of the
/// day. Pure functions, thread-safe. Sources: TT 01/2018 Đ19, TT 03/2025 Đ13, QĐ 20/2020.

enum class DossierCodeKind {
  /// Not a code.
  kUnknown,
  /// `H19.12-250312-0001`: a province's agency, parent first (QĐ 20/2020).
  kProvincialNew,
  /// `000.00.19.H19-250312-0001`: a province's agency, smallest unit first (QCVN 102:2016).
  kProvincialOld,
  /// Issued by a ministry's system: the agency is not a province's (`G06.01-…`), or the serial has
  /// six digits or more, of which the first two name the ministry (TT 03/2025 Đ13.3).
  kMinistry,
};

/// `provincial_new`, `provincial_old`, `ministry`, `unknown`.
std::string_view ToString(DossierCodeKind kind);

/// What a text says when it is read as a dossier code.
struct DossierCode {
  /// Upper-case A-Z0-9 only: what look-ups compare. Given for any text of at most 128 bytes.
  std::string key;
  DossierCodeKind kind = DossierCodeKind::kUnknown;
  bool valid = false;
  /// Why it is not valid: CODE_EMPTY, CODE_TOO_LONG, CODE_MALFORMED, CODE_AGENCY_INVALID,
  /// CODE_DATE_IMPOSSIBLE, CODE_SERIAL_INVALID. Empty when valid.
  std::string reason;

  // The parts, as far as separators in the text tell them apart; empty otherwise.
  std::string agency;
  std::optional<std::chrono::year_month_day> date;
  std::string serial;
  /// The written form, `H19.12-250312-0001`, when all parts are known.
  std::string canonical;
};

/// Reads what a person typed: any case, any separators or none, as in `h19 12 250312 0001`. Never
/// fails: `valid` and `reason` tell. A code without separators is valid when some division of it
/// is; then its serial cannot be told from its agency, and `kind` goes by the agency alone.
DossierCode ParseDossierCode(std::string_view text);

/// The look-up key alone: upper-case, everything but A-Z0-9 dropped. Two agencies whose identifiers
/// differ only in dots (`H19.12`, `H19.1.2`) share keys: the catalogue must not hold both.
std::string LookupKey(std::string_view text);

/// A code to issue: the serial padded to 4 digits, growing past 9999. Fails with INVALID_ARGUMENT:
/// AGENCY_CODE_INVALID, CODE_DATE_IMPOSSIBLE (not a day of 2000-2099), CODE_SERIAL_INVALID (0, or
/// over 16 digits).
absl::StatusOr<std::string> FormatDossierCode(std::string_view agency,
                                              std::chrono::year_month_day receipt_date,
                                              std::uint64_t serial);

/// Agency identifiers, exact spelling. New: `H19.151.11`, at most 35 characters. Old:
/// `000.00.19.H19`.
bool IsNewAgencyCode(std::string_view text);
bool IsOldAgencyCode(std::string_view text);
/// OK for either; INVALID_ARGUMENT AGENCY_CODE_INVALID otherwise.
absl::Status ValidateAgencyCode(std::string_view text);

}  // namespace motcua::dossier
