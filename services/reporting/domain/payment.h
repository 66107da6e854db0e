#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "motcua/base/clock.h"

namespace motcua::reporting {

/// A debt that was paid with a bank reference.
struct Payment {
  std::string dossier_id;
  /// Which debt of the dossier: see DebtBeforeAcceptance and DebtAfterAcceptance.
  std::string debt;
  std::string code;
  std::string agency;
  std::int64_t amount_vnd = 0;
  /// As typed.
  std::string reference;
  Instant confirmed_at{};

  friend bool operator==(const Payment&, const Payment&) = default;
};

/// The fee before acceptance, of which a dossier has at most one.
std::string DebtBeforeAcceptance();
/// A payment asked for in processing; without a request the fee on the receipt, of which a dossier
/// has at most one.
std::string DebtAfterAcceptance(std::string_view request_id);

/// A key by which references are compared as people read them: letters and digits only, so case,
/// marks, blanks, signs and full-width forms do not matter. Of a reference without letters or
/// digits, what is visible; empty if nothing is. At most 256 bytes. Pure.
std::string ReferenceKey(std::string_view reference);

}  // namespace motcua::reporting
