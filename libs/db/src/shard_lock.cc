#include "motcua/db/shard_lock.h"

#include <unistd.h>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/stable_hash.h"
#include "motcua/base/status_macros.h"

namespace motcua::db {
namespace {

// The two-number form of advisory locks has a separate number space, which migration tools do not
// use.
constexpr Statement kTryLock{"motcua_try_lock_shard",
                             "SELECT pg_try_advisory_lock($1::integer, $2::integer) AS locked"};
constexpr Statement kLimitSilence{"motcua_limit_silence",
                                  "SELECT set_config('idle_session_timeout', $1, false)"};
constexpr Statement kTakeToken{"motcua_take_shard_token", R"sql(
  INSERT INTO shard_leases AS lease (purpose, shard, token, holder, acquired_at)
  VALUES ($1, $2, 1, $3, clock_timestamp())
  ON CONFLICT (purpose, shard) DO UPDATE SET token = lease.token + 1, holder = excluded.holder,
    acquired_at = excluded.acquired_at
  RETURNING token
)sql"};
constexpr Statement kReadToken{"motcua_read_shard_token",
                               "SELECT token FROM shard_leases WHERE purpose = $1 AND shard = $2"};
constexpr Statement kCheckFence{"motcua_check_fence", "SELECT check_fence($1, $2, $3)"};

// Programs of all versions must ask for the same lock. As a signed number: PostgreSQL has no
// unsigned ones.
std::int32_t LockClass(std::string_view purpose) {
  return static_cast<std::int32_t>(StableHash32(purpose));
}

// host/pid, to show operators which process holds a shard.
std::string Holder() {
  char host[256] = "";
  ::gethostname(host, sizeof(host) - 1);
  return std::string(host) + "/" + std::to_string(::getpid());
}

}  // namespace

absl::StatusOr<std::unique_ptr<ShardLock>> ShardLock::TryAcquire(const Connection::Options& options,
                                                                 const std::string& purpose,
                                                                 int shard) {
  MOTCUA_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(options));
  return TryAcquire(connection, purpose, shard);
}

absl::StatusOr<std::unique_ptr<ShardLock>> ShardLock::TryAcquire(
    std::unique_ptr<Connection>& connection, const std::string& purpose, int shard) {
  MOTCUA_ASSIGN_OR_RETURN(
      const Result locked,
      connection->Execute(
          {.statement = kTryLock, .params = Params().Int(LockClass(purpose)).Int(shard)}));
  if (!locked.front().Bool("locked")) {
    return nullptr;
  }
  // The token is taken under the lock, so tokens increase in the order of holders.
  const auto silence_ms = std::chrono::milliseconds(kSilence).count();
  absl::StatusOr<std::vector<Result>> taken = connection->ExecuteAll(
      {{.statement = kLimitSilence, .params = Params().Int(silence_ms)},
       {.statement = kTakeToken, .params = Params().Text(purpose).Int(shard).Text(Holder())}});
  if (!taken.ok()) {
    connection.reset();  // releases the lock
    return taken.status();
  }
  const std::int64_t token = taken->back().front().Int("token");
  return std::unique_ptr<ShardLock>(new ShardLock(std::move(connection), purpose, shard, token));
}

ShardLock::ShardLock(std::unique_ptr<Connection> connection, std::string purpose, int shard,
                     std::int64_t token)
    : connection_(std::move(connection)),
      purpose_(std::move(purpose)),
      shard_(shard),
      token_(token) {}

ShardLock::~ShardLock() = default;

absl::Status ShardLock::StillHeld() {
  // The advisory lock lasts as long as this session, so any answer over it proves the lock; the
  // token is read as well because that costs nothing more.
  MOTCUA_ASSIGN_OR_RETURN(const Result latest,
                          connection_->Execute({.statement = kReadToken,
                                                .params = Params().Text(purpose_).Int(shard_)}));
  if (latest.empty() || latest.front().Int("token") != token_) {
    return Error(absl::StatusCode::kAborted, "FENCED", "another replica now holds this shard",
                 {{"purpose", purpose_}, {"shard", std::to_string(shard_)}});
  }
  return absl::OkStatus();
}

Query ShardLock::CheckFence() const {
  return {.statement = kCheckFence, .params = Params().Text(purpose_).Int(shard_).Int(token_)};
}

}  // namespace motcua::db
