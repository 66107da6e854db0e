#pragma once

#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "domain/applicant.h"
#include "domain/event.h"

namespace motcua::portalsync {

/// Names and values in the order of the specification; every value is a text (domain 2.3).
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The whole dossier after one event: an element of `data` in DongBoHoSoMC.
struct DossierMessage {
  Fields fields;
  /// DinhDanhCHS, TaiLieuNop, DanhSachLePhi; an empty list is left out.
  std::vector<std::pair<std::string, std::vector<Fields>>> lists;
};

/// `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh, seconds cut off; empty for no time.
std::string PortalTime(const std::optional<Instant>& instant);

/// FAILED_PRECONDITION / MESSAGE_INCOMPLETE with the field when a value required by the portal is
/// unknown. Texts are cut to the lengths allowed by the portal. Values that were not recorded are
/// empty or `0`, never guessed; states are the true ones.
absl::StatusOr<DossierMessage> MakeDossierMessage(const NextEvent& next,
                                                  const DisclosedDossier& disclosed);

/// The event as a progress entry (domain 2.4). It is identified by its position in the dossier's
/// list, its time and its state.
Fields MakeProgressMessage(const NextEvent& next);

}  // namespace motcua::portalsync
