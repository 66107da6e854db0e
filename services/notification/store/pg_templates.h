#pragma once

#include <vector>

#include "motcua/notification/v1/notification_service.pb.h"

#include "motcua/db/pool.h"

#include "domain/template_load.h"

namespace motcua::notification {

/// Converts a template from its document. Checks only the date: INVALID_ARGUMENT / DATE_INVALID.
absl::StatusOr<Template> ToTemplate(const v1::Template& document);

/// The stored template versions of this installation. Thread-safe.
class PgTemplates {
 public:
  explicit PgTemplates(db::Pool& pool) : pool_(pool) {}
  absl::StatusOr<std::vector<v1::Template>> List(const CallContext& call);

 private:
  db::Pool& pool_;
};

// The following read and write in the caller's transaction.

/// All versions for a moment.
absl::StatusOr<std::vector<Template>> ReadTemplatesOf(db::Transaction& transaction, Moment moment);

/// Those of `versions` that are stored; other loads wait until the transaction ends.
absl::StatusOr<std::vector<TemplateVersion>> LockVersions(
    db::Transaction& transaction, const std::vector<TemplateVersion>& versions);
void InsertVersions(db::Transaction& transaction, const std::vector<TemplateVersion>& versions);

}  // namespace motcua::notification
