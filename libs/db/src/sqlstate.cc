#include "sqlstate.h"

#include <algorithm>
#include <array>
#include <string>

#include "motcua/base/error.h"

namespace motcua::db {
namespace {

using absl::StatusCode;

struct Translation {
  // A complete SQLSTATE, or the prefix of a class.
  std::string_view prefix;
  StatusCode code;
  std::string_view reason;
  bool ends_session;
};

// The first match counts.
constexpr std::array kTranslations = {
    Translation{"23505", StatusCode::kAlreadyExists, "UNIQUE_VIOLATION", false},
    Translation{"23P01", StatusCode::kAlreadyExists, "EXCLUSION_VIOLATION", false},
    Translation{"23514", StatusCode::kFailedPrecondition, "CHECK_VIOLATION", false},
    Translation{"23503", StatusCode::kFailedPrecondition, "FOREIGN_KEY_VIOLATION", false},
    Translation{"40001", StatusCode::kAborted, "SERIALIZATION", false},
    Translation{"40P01", StatusCode::kAborted, "SERIALIZATION", false},
    // "cached plan must not change result type", "prepared statement does not exist": a new session
    // prepares the statement again.
    Translation{"0A000", StatusCode::kAborted, "STALE_PLAN", true},
    Translation{"26000", StatusCode::kAborted, "STALE_PLAN", true},
    Translation{"MC001", StatusCode::kAborted, "FENCED", false},
    Translation{"57014", StatusCode::kDeadlineExceeded, "STATEMENT_TIMEOUT", false},
    Translation{"55P03", StatusCode::kDeadlineExceeded, "LOCK_TIMEOUT", false},
    Translation{"22021", StatusCode::kInvalidArgument, "TEXT_INVALID", false},
    // The server became read-only, so it is now a standby: a new connection finds the primary.
    Translation{"25006", StatusCode::kUnavailable, "DATABASE_DOWN", true},
    Translation{"25P03", StatusCode::kUnavailable, "DATABASE_DOWN", true},
    Translation{"08", StatusCode::kUnavailable, "DATABASE_DOWN", true},
    Translation{"53", StatusCode::kUnavailable, "DATABASE_DOWN", false},
    Translation{"57P", StatusCode::kUnavailable, "DATABASE_DOWN", true},
    Translation{"", StatusCode::kInternal, "DATABASE_ERROR", false},
};

const Translation& Find(std::string_view sqlstate) {
  return *std::find_if(kTranslations.begin(), kTranslations.end(), [&](const Translation& entry) {
    return sqlstate.substr(0, entry.prefix.size()) == entry.prefix;
  });
}

// Class 22 ("invalid input syntax for type date: ...") quotes the value, which may be personal.
bool QuotesValues(std::string_view sqlstate) {
  return sqlstate.substr(0, 2) == "22";
}

}  // namespace

absl::Status Translate(const ServerError& error) {
  const Translation& translation = Find(error.sqlstate);
  std::string message = "statement " + std::string(error.statement) + ": ";
  message += QuotesValues(error.sqlstate) ? "a value does not fit its type" : error.message;
  message += " (SQLSTATE " + std::string(error.sqlstate) + ")";
  if (error.constraint.empty()) {
    return Error(translation.code, translation.reason, message,
                 {{"sqlstate", error.sqlstate}, {"statement", error.statement}});
  }
  return Error(translation.code, translation.reason, message,
               {{"sqlstate", error.sqlstate},
                {"statement", error.statement},
                {"constraint", error.constraint}});
}

bool EndsSession(std::string_view sqlstate) {
  return Find(sqlstate).ends_session;
}

}  // namespace motcua::db
