#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/transaction.h"

#include "domain/dossier.h"

namespace motcua::processing {

/// A dossier as rows: the one place that knows the columns of dossiers, tasks, requests and stops.

/// The statements that read one dossier by id or code, to be sent in one round trip; `lock` takes
/// the row lock first.
std::vector<db::Query> DossierQueries(const std::string& dossier, bool lock);
/// Puts their results together; nullopt when there is no such dossier. INTERNAL / DATA_CORRUPT for
/// rows that no code of ours can have written.
absl::StatusOr<std::optional<Dossier>> ReadDossier(const db::Result* results);
/// How many statements DossierQueries gives.
inline constexpr std::size_t kDossierQueries = 4;

/// Task columns from `column` on.
Task ReadTask(const db::Result& result, std::size_t row, std::size_t column);

/// Queues a new dossier; `limit_bytes` is the serialized motcua.type.v1.Limit of its acceptance.
void InsertDossier(db::Transaction& transaction, const Dossier& dossier,
                   const std::string& limit_bytes);
/// Queues what differs between `before` and `after`.
void UpdateDossier(db::Transaction& transaction, const Dossier& before, const Dossier& after);

}  // namespace motcua::processing
