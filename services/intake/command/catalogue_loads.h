#pragma once

#include <functional>
#include <utility>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/base/uuid.h"
#include "motcua/db/transaction.h"

#include "domain/catalogue_load.h"

namespace motcua::intake {

/// Loads of the catalogue, in the transaction of their answer (program::RunLoad). Thread-safe.
class CatalogueLoads {
 public:
  struct Parts {
    const Clock& clock;
    IdGenerator& ids;
    /// From the installation row; part of every event.
    int epoch;
    /// Wakes the outbox publisher.
    std::function<void()> on_commit;
  };
  explicit CatalogueLoads(Parts parts) : parts_(std::move(parts)) {}

  /// Applies what is new or changed, with an event for each entry and an audit row; returns it. A
  /// dry run only decides. Errors of DecideLoad.
  absl::StatusOr<CatalogueChange> Load(db::Transaction& transaction, const CallContext& call,
                                       const Catalogue& catalogue, bool dry_run) const;

 private:
  const Parts parts_;
};

}  // namespace motcua::intake
