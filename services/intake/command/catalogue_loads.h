#pragma once

#include <functional>

#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// The transactions of loads of the catalogue on PostgreSQL: the tables, audit, and an event for
/// each entry that changed. Thread-safe.
class CatalogueLoads final : public UnitOfWork {
 public:
  struct Parts {
    db::Pool& pool;
    IdGenerator& ids;
    /// From the installation row; part of every event.
    int epoch;
    /// Wakes the outbox publisher.
    std::function<void()> on_commit;
  };
  explicit CatalogueLoads(Parts parts) : parts_(std::move(parts)) {}

  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Session&)>& body) override;

 private:
  const Parts parts_;
};

}  // namespace motcua::intake
