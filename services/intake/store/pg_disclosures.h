#pragma once

#include "motcua/db/pool.h"

#include "usecase/disclose.h"

namespace motcua::intake {

/// Disclosures as rows of the append-only audit log: the requesting program is the actor, its
/// purpose the reason. Thread-safe.
class PgDisclosures final : public DisclosureStore {
 public:
  explicit PgDisclosures(db::Pool& pool) : pool_(pool) {}

  absl::Status Record(const CallContext& call, const DisclosureRecord& record) override;

 private:
  db::Pool& pool_;
};

}  // namespace motcua::intake
