#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/clock.h"

#include "domain/acceptance.h"
#include "domain/dossier.h"
#include "domain/rules.h"

namespace motcua::intake {

/// Receipt and appointment (form 01), or the acknowledgement of an online filing, as data. PutCode
/// sets code and QR once the dossier has its code.
struct Receipt {
  std::string code;
  /// Empty for readers who may not see it.
  std::string lookup_secret;
  /// Look-up address and code; never the secret.
  std::string qr_payload;
  std::string receiving_agency_vi;
  std::string procedure_code;
  std::string procedure_vi;
  std::vector<std::string> parts_vi;
  std::string limit_vi;
  Instant filed_at{};
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  /// All fees of this dossier, paid or not.
  std::int64_t fee_vnd = 0;
  std::vector<std::string> explanation;
  std::vector<std::string> warnings;
};

/// The acknowledgement of a filing: everything except an appointment.
Receipt AcknowledgeFiling(const Rules& rules, const Dossier& dossier);

/// The receipt, with the appointment.
Receipt PrintReceipt(const Rules& rules, const Dossier& dossier, const Acceptance& acceptance);

/// `lookup_url`: URL prefix of the code; if empty, the QR code has the code alone.
void PutCode(Receipt& receipt, const std::string& code, const std::string& lookup_url);

}  // namespace motcua::intake
