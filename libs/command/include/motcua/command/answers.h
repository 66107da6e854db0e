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

/// The statement that looks keys up, in one go; read its result with ReadAnswers. A statement of
/// its own behind the lock of what the commands change: whoever waited for that lock then sees the
/// answer of the one who held it.
db::Query FindAnswers(const std::vector<const Key*>& keys);
/// By key, in the order in which they were asked for.
std::vector<std::optional<Answer>> ReadAnswers(const db::Result& result, std::size_t keys);

/// Queues answers. A command with the same key that commits at the same moment elsewhere makes the
/// commit fail on the constraint `commands_idempotency_key`, upon which db::Pool::Run starts the
/// body again and it finds the winner's answer.
void RememberAnswers(db::Transaction& transaction, const std::vector<const Key*>& keys,
                     const std::vector<const std::string*>& responses);

/// A command that is no decision about one aggregate, such as an operator's about many rows: `body`
/// queues the effect and gives the answer, which is kept with it in one transaction; a known answer
/// is given instead. May run `body` more than once; only one of its transactions commits.
///
/// IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_REUSED; errors of `body` and
/// of db::Pool::Run.
absl::StatusOr<std::string> Once(
    db::Pool& pool, const CallContext& call, const Key& key,
    absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body);

/// How long an answer is kept, by the machine's clock.
inline constexpr std::chrono::hours kAnswerLifetime = std::chrono::hours(24 * 30);
/// Deletes up to `limit` answers past their lifetime, oldest first; returns how many.
absl::StatusOr<std::int64_t> PurgeAnswers(db::Pool& pool, const CallContext& call, int limit);

}  // namespace motcua::command
