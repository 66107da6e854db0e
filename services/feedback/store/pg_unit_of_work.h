#pragma once

#include <functional>

#include "motcua/db/pool.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::feedback {

/// The transactions of loads of rules on PostgreSQL. Thread-safe.
class PgUnitOfWork final : public UnitOfWork {
 public:
  PgUnitOfWork(db::Pool& pool, RulesCache& rules) : pool_(pool), rules_(rules) {}

  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Session&)>& body) override;

 private:
  db::Pool& pool_;
  RulesCache& rules_;
};

}  // namespace motcua::feedback
