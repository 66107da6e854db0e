#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/db/pool.h"

namespace motcua::command {

/// One command as its idempotency record knows it (design rule 1): the scope is (caller, method,
/// key).
struct Key {
  std::string caller;
  std::string method;
  std::string key;
  /// SHA-256 of the request's content; the same key with another hash is refused.
  std::string request_hash;
};

/// Lower-case hexadecimal SHA-256 of a request's deterministic serialization: what
/// `Key::request_hash` holds.
std::string HashContent(std::string_view bytes);

/// The answer given to an earlier command with the same key.
struct Answer {
  std::string request_hash;
  std::string response;
};

/// The statement that looks the key up; read its result with ReadAnswer. A statement of its own, so
/// that it can share a round trip with the lock of what the command changes.
db::Query FindAnswer(const Key& key);
std::optional<Answer> ReadAnswer(const db::Result& result);

/// Queues the answer. A concurrent command with the same key makes the commit fail on the
/// constraint `commands_idempotency_key`, upon which db::Pool::Run starts the body again and it
/// finds the winner's answer.
void RememberAnswer(db::Transaction& transaction, const Key& key, const std::string& response);

/// Who did what to which subject, and why. No personal data.
struct AuditRow {
  std::string caller;
  std::string method;
  int actor_kind = 0;
  std::string actor_id;
  std::string actor_agency;
  /// Id of the dossier, or the name of what was loaded.
  std::string subject;
  std::int64_t revision_before = 0;
  std::int64_t revision_after = 0;
  std::string reason;
  std::string legal_ground;
  /// Empty when the command made no event.
  std::string event_id;
  std::string traceparent;
};
/// Queues one row of the append-only audit log.
void AppendAudit(db::Transaction& transaction, const AuditRow& row);

/// How long an answer is kept.
inline constexpr std::chrono::hours kAnswerLifetime = std::chrono::hours(24 * 30);
/// Deletes up to `limit` answers past their lifetime; returns how many.
absl::StatusOr<std::int64_t> PurgeAnswers(db::Pool& pool, const CallContext& call, int limit);

}  // namespace motcua::command
