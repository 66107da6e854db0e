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

/// The whole dossier as it stood after one event: an element of `data` in DongBoHoSoMC.
struct DossierMessage {
  Fields fields;
  /// DinhDanhCHS, TaiLieuNop, DanhSachLePhi; an empty list is left out.
  std::vector<std::pair<std::string, std::vector<Fields>>> lists;
};

/// `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh, seconds cut off; empty for no time.
std::string PortalTime(const std::optional<Instant>& instant);

/// FAILED_PRECONDITION / MESSAGE_INCOMPLETE with the field when something the portal needs is not
/// known. Too long texts are cut to what the portal takes. What nobody recorded is empty or `0`,
/// never guessed; states are the true ones.
absl::StatusOr<DossierMessage> MakeDossierMessage(const NextEvent& next,
                                                  const DisclosedDossier& disclosed);

/// The event as a progress entry (domain 2.4). Its place in the dossier's list, its time and its
/// state tell it from every other.
Fields MakeProgressMessage(const NextEvent& next);

}  // namespace motcua::portalsync
