#pragma once

#include <absl/status/status.h>

namespace motcua::db {

/// True when the item that is written (an event, a message, a dossier) is itself at fault, so that
/// every attempt would fail: refusals by our code, and values or constraints that the database
/// refused. A database that is down, full, too old or lacks a table is not the item's fault.
bool IsPermanent(const absl::Status& status);

}  // namespace motcua::db
