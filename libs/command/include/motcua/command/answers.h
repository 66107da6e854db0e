#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/functional/function_ref.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"

namespace motcua::command {

/// The answer given to an earlier command with the same (caller, method, key).
struct Answer {
  std::string request_hash;
  std::string response;
};

/// The statement that looks up all keys; read its result with ReadAnswers. It must be a separate
/// statement after the one that locks what the commands change: a command that waited for the lock
/// then sees the answer of the command that held it.
db::Query FindAnswers(const std::vector<const Key*>& keys);
/// One entry per key, in the order of `keys`.
std::vector<std::optional<Answer>> ReadAnswers(const db::Result& result, std::size_t keys);
/// The same on a connection of its own, after COMMIT_UNKNOWN: an answer found was committed. None
/// is found if the database cannot be asked.
std::vector<std::optional<Answer>> FindCommittedAnswers(db::Pool& pool,
                                                        const std::vector<const Key*>& keys);

/// What a repeated command is answered; ALREADY_EXISTS / IDEMPOTENCY_KEY_REUSED if the key was used
/// with other content.
absl::StatusOr<std::string> ResponseTo(const Key& key, const Answer& answer);

/// Queues answers. If another replica commits a command with the same key at the same time, the
/// commit fails on the constraint `commands_idempotency_key`; db::Pool::Run then runs the body
/// again, which finds the other command's answer.
void RememberAnswers(db::Transaction& transaction, const std::vector<const Key*>& keys,
                     const std::vector<const std::string*>& responses);

/// A command that does not decide about one aggregate, such as an operator's command about many
/// rows: `body` queues the effect and returns the answer, and both are stored in one transaction;
/// if the key has an answer already, that one is returned, also when it was made while `body`
/// waited for a lock, or by a commit whose outcome was unknown. May run `body` more than once; only
/// one of its transactions commits.
///
/// Errors: IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED; those of
/// `body` and of db::Pool::Run.
absl::StatusOr<std::string> Once(
    db::Pool& pool, const CallContext& call, const Key& key,
    absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body);

/// How long an answer is kept, by the machine's clock.
inline constexpr std::chrono::hours kAnswerLifetime = std::chrono::hours(24 * 30);
/// Deletes up to `limit` answers past their lifetime, oldest first; returns how many.
absl::StatusOr<std::int64_t> PurgeAnswers(db::Pool& pool, const CallContext& call, int limit);

}  // namespace motcua::command
