#pragma once

#include <functional>

#include "motcua/db/pool.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::feedback {

/// The use cases' transactions on PostgreSQL. Thread-safe.
class PgUnitOfWork final : public UnitOfWork {
 public:
  struct Parts {
    db::Pool& pool;
    RulesCache& rules;
    /// Of the installation row: goes into every event.
    int epoch;
    /// Wakes the outbox publisher.
    std::function<void()> on_commit;
  };
  explicit PgUnitOfWork(Parts parts) : parts_(std::move(parts)) {}

  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Session&)>& body) override;

 private:
  const Parts parts_;
};

}  // namespace motcua::feedback
