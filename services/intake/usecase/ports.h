#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"

#include "domain/dossier.h"
#include "domain/paper.h"
#include "domain/receipt.h"
#include "domain/rules.h"

namespace motcua::intake {

/// Where a page of the work list ended.
struct ListPosition {
  Instant deadline{};
  std::string id;
};
struct ListQuery {
  std::string receiving_agency;
  std::optional<NationalState> state;
  std::optional<ListPosition> after;
  int limit = 0;
};

/// A dossier with its printed receipt.
struct PrintedDossier {
  Dossier dossier;
  std::string lookup_secret;
  /// As printed at acceptance, without the secret; unset before acceptance.
  std::optional<Receipt> receipt;
};

/// Reads without a transaction. Thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext& call) = 0;
  /// By id or any spelling of the code; empty if there is none.
  virtual absl::StatusOr<std::optional<Dossier>> FindDossier(const CallContext& call,
                                                             const std::string& dossier) = 0;
  virtual absl::StatusOr<std::optional<PrintedDossier>> FindPrinted(const CallContext& call,
                                                                    const std::string& dossier) = 0;
  /// Waiting dossiers, earliest deadline first.
  virtual absl::StatusOr<std::vector<Dossier>> List(const CallContext& call,
                                                    const ListQuery& query) = 0;
  /// By id, those that were uploaded; every id of `paper_ids` is a UUID.
  virtual absl::StatusOr<std::map<std::string, PaperFacts>> FindPapers(
      const CallContext& call, const std::vector<std::string>& paper_ids) = 0;
};

}  // namespace motcua::intake
