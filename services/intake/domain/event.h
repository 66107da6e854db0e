#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "domain/acceptance.h"

namespace motcua::intake {

// The events of a dossier, as in motcua.intake.events.v1. They contain no personal data.

struct DossierFiled {};
struct SupplementRequested {
  std::vector<std::string> items_vi;
};
struct SupplementSent {};
struct PaymentRequested {};
struct PaymentConfirmed {
  std::int64_t amount_vnd = 0;
  std::string payment_reference;
};
/// Refused or closed; the dossier's end reason says which.
struct DossierNotAccepted {};
struct DossierWithdrawn {};
struct AcceptanceDelayed {
  bool overdue = false;
};
struct DossierAccepted {
  Acceptance acceptance;
};

using EventBody = std::variant<DossierFiled, SupplementRequested, SupplementSent, PaymentRequested,
                               PaymentConfirmed, DossierNotAccepted, DossierWithdrawn,
                               AcceptanceDelayed, DossierAccepted>;

}  // namespace motcua::intake
