#pragma once

#include <absl/status/statusor.h>

#include "motcua/base/uuid.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// Warns of online dossiers that nobody answered: once when the early alert is due and once when
/// the acceptance limit has passed (NĐ 297/2025 Đ6.4). The sequence rises, the revision does not:
/// no clerk's open form is spoiled. Run by whoever holds the shard. Thread-safe.
class RaiseAlerts {
 public:
  RaiseAlerts(Reader& reader, const Clock& clock, IdGenerator& ids)
      : reader_(reader), clock_(clock), ids_(ids) {}

  /// One round over a shard: at most `limit` dossiers, the longest overdue first. Returns how many
  /// alerts were raised; `limit` means that more may wait. `work` checks that the shard is still
  /// held.
  absl::StatusOr<int> Run(const CallContext& call, UnitOfWork& work, int shard, int limit) const;

 private:
  Reader& reader_;
  const Clock& clock_;
  IdGenerator& ids_;
};

}  // namespace motcua::intake
