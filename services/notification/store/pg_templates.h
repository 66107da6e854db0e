#pragma once

#include <vector>

#include "motcua/notification/v1/notification_service.pb.h"

#include "motcua/db/pool.h"

#include "domain/message_template.h"

namespace motcua::notification {

/// Converts a template from its document. Checks only the date: INVALID_ARGUMENT / DATE_INVALID.
absl::StatusOr<Template> ToTemplate(const v1::Template& document);

/// The template versions of this installation, which are only added, never changed. Thread-safe.
class PgTemplates {
 public:
  explicit PgTemplates(db::Pool& pool) : pool_(pool) {}

  enum class Mode { kSave, kDryRun };
  /// Saves checked documents in one transaction with an audit row for each new one; returns the
  /// number of new ones. FAILED_PRECONDITION / VERSION_FROZEN for a stored version with different
  /// content.
  absl::StatusOr<int> Save(const CallContext& call, const std::vector<v1::Template>& documents,
                           Mode mode);
  absl::StatusOr<std::vector<v1::Template>> List(const CallContext& call);

 private:
  db::Pool& pool_;
};

/// All versions for a moment, read in the caller's transaction.
absl::StatusOr<std::vector<Template>> ReadTemplatesOf(db::Transaction& transaction, Moment moment);

}  // namespace motcua::notification
