#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::intake {

/// Read-only queries about dossiers. Thread-safe. NOT_FOUND / DOSSIER_UNKNOWN where a dossier is
/// named.
class DossierQueries {
 public:
  DossierQueries(Reader& reader, std::string lookup_url)
      : reader_(reader), lookup_url_(std::move(lookup_url)) {}

  absl::StatusOr<Dossier> Get(const CallContext& call, const std::string& dossier) const;

  /// The receipt of an accepted dossier as printed, otherwise the acknowledgement. Only an officer
  /// of the receiving agency sees the secret.
  absl::StatusOr<Receipt> PrintReceipt(const CallContext& call, const std::string& dossier,
                                       const Actor& actor) const;

  /// Uploaded papers, in the order of `paper_ids`. INVALID_ARGUMENT / TOO_MANY_PAPERS,
  /// PAPER_UNKNOWN.
  absl::StatusOr<std::vector<PaperFacts>> DescribePapers(
      const CallContext& call, const std::vector<std::string>& paper_ids) const;

  /// Dossiers that wait at a counter. INVALID_ARGUMENT / AGENCY_UNKNOWN, STATE_NOT_OPEN (only 1, 5
  /// and 6 wait here).
  absl::StatusOr<std::vector<Dossier>> List(const CallContext& call, const ListQuery& query) const;

 private:
  Reader& reader_;
  const std::string lookup_url_;
};

}  // namespace motcua::intake
