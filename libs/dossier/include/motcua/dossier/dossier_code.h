#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// A text parsed as a dossier code.
struct DossierCode {
  /// The look-up key, A-Z0-9 only. Set for any text of at most 128 bytes.
  std::string key;
  DossierCodeKind kind = DossierCodeKind::kUnknown;
  bool valid = false;
  /// Why it is not valid: CODE_EMPTY, CODE_TOO_LONG, CODE_MALFORMED, CODE_AGENCY_INVALID,
  /// CODE_DATE_IMPOSSIBLE, CODE_SERIAL_INVALID. Empty when valid.
  std::string reason;

  // The parts, if separators in the text tell them apart; otherwise empty.
  std::string agency;
  std::optional<std::chrono::year_month_day> date;
  std::string serial;
  /// The written form, `H19.12-250312-0001`, when all parts are known.
  std::string canonical;
};

/// Parses a typed code: any case, any separators or none, as in `h19 12 250312 0001`. Never fails;
/// see `valid` and `reason`. A code without separators is valid if it can be divided into valid
/// parts; its serial then cannot be told from its agency, and `kind` depends on the agency alone.
DossierCode ParseDossierCode(std::string_view text);

/// A code in running text, and where it stands.
struct FoundCode {
  DossierCode code;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The valid codes in running text, in order: `cho hoi HS H19.12-250312-0001 xong chua`. A code may
/// stand behind a word without a blank (`hsH19.12-...`); what follows it must be set off, so that a
/// score behind it is no part of it.
std::vector<FoundCode> FindDossierCodes(std::string_view text);

/// Only the look-up key: upper-case, everything but A-Z0-9 dropped. Two agencies whose identifiers
/// differ only in dots (`H19.12`, `H19.1.2`) have equal keys, so the catalogue must not hold both.
std::string LookupKey(std::string_view text);

/// A new code: the serial is padded to 4 digits and longer past 9999. Fails with INVALID_ARGUMENT:
/// AGENCY_CODE_INVALID, CODE_DATE_IMPOSSIBLE (not a day of 2000-2099), CODE_SERIAL_INVALID (0, or
/// over 16 digits).
absl::StatusOr<std::string> FormatDossierCode(std::string_view agency,
                                              std::chrono::year_month_day receipt_date,
                                              std::uint64_t serial);

/// Agency identifiers in exact spelling. New: `H19.151.11`, at most 35 characters. Old:
/// `000.00.19.H19`.
bool IsNewAgencyCode(std::string_view text);
bool IsOldAgencyCode(std::string_view text);
/// OK for either; INVALID_ARGUMENT AGENCY_CODE_INVALID otherwise.
absl::Status ValidateAgencyCode(std::string_view text);

}  // namespace motcua::dossier
