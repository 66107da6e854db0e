#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::intake {

/// Who receives personal data, and for what purpose.
struct Disclosure {
  /// A program of this installation, [a-z0-9_.]{1,64}.
  std::string recipient;
  /// For example `sms.result_ready`, [a-z0-9_.]{1,64}.
  std::string purpose;
};

/// The audit record of one disclosure, without personal data.
struct DisclosureRecord {
  std::string method;
  /// Empty when the caller gave an unknown code, which is not stored.
  std::string dossier_id;
  std::int64_t revision = 0;
  Disclosure disclosure;
};

/// Where disclosures are written down. Thread-safe.
class DisclosureStore {
 public:
  virtual ~DisclosureStore() = default;
  /// Durable when it returns.
  virtual absl::Status Record(const CallContext& call, const DisclosureRecord& record) = 0;
};

/// The data of a dossier that the National Portal requires and only intake has.
struct DisclosedDossier {
  struct Paper {
    std::string id;
    std::string part_id;
    std::string file_name;
  };
  Dossier dossier;
  std::string procedure_vi;
  std::string field_code;
  std::string field_vi;
  /// All fees of this dossier, paid or not.
  std::int64_t fee_vnd = 0;
  std::vector<Paper> papers;
};

/// Discloses an applicant's data to other programs of this installation. The audit row of each
/// disclosure is committed before the data is returned (Law 91/2025/QH15). Thread-safe.
///
/// INVALID_ARGUMENT / RECIPIENT_INVALID, PURPOSE_INVALID, DOSSIER_ID_INVALID, LOOKUP_KEY_INVALID,
/// PHONE_INVALID; NOT_FOUND / DOSSIER_UNKNOWN where a dossier is named by its id.
class Disclose {
 public:
  Disclose(Reader& reader, DisclosureStore& store) : reader_(reader), store_(store) {}

  /// The telephone number for notices, in national form. FAILED_PRECONDITION / PHONE_MISSING when
  /// the applicant gave no number; PHONE_LANDLINE, PHONE_NOT_MOBILE, PHONE_FOREIGN, PHONE_MALFORMED
  /// when it cannot receive SMS.
  absl::StatusOr<std::string> Contact(const CallContext& call, const std::string& dossier_id,
                                      const Disclosure& disclosure) const;

  /// Whether `phone` is the applicant's. An unknown code gives no match after the same work, so
  /// that the caller cannot tell the two cases apart.
  absl::StatusOr<bool> MatchPhone(const CallContext& call, const std::string& lookup_key,
                                  const std::string& phone, const Disclosure& disclosure) const;

  absl::StatusOr<DisclosedDossier> ForPortal(const CallContext& call, const std::string& dossier_id,
                                             const Disclosure& disclosure) const;

 private:
  absl::StatusOr<Dossier> FindAndRecord(const CallContext& call, const char* method,
                                        const std::string& dossier_id,
                                        const Disclosure& disclosure) const;

  Reader& reader_;
  DisclosureStore& store_;
};

}  // namespace motcua::intake
