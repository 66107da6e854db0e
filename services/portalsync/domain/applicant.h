#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "motcua/base/clock.h"

namespace motcua::portalsync {

/// The data of a dossier disclosed by intake to create a message. Personal data: kept only as long
/// as the message, and neither stored nor logged (design rule 6).
struct DisclosedDossier {
  struct Paper {
    std::string id;
    std::string part_id;
    std::string file_name;
  };
  int applicant_kind = 0;  // national LoaiDoiTuong
  std::string full_name;
  std::string identity_number;
  std::string phone;
  std::string email;
  std::string subject;
  int channel = 0;  // national KenhThucHien
  std::string procedure_code;
  std::string procedure_vi;
  std::string field_code;
  std::string field_vi;
  Instant filed_at{};
  std::int64_t fee_vnd = 0;
  std::vector<Paper> papers;
};

/// `text` with everything personal in `disclosed` replaced by `***`, cut to 500 characters, because
/// the portal's message is stored and may quote the request.
std::string Redact(const std::string& text, const DisclosedDossier& disclosed);

}  // namespace motcua::portalsync
