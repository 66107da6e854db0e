#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/db/result.h"
#include "motcua/db/statement.h"

namespace motcua::db {

class Wire;

/// One statement with its parameters, ready to send.
struct Query {
  Statement statement;
  Params params;
};

/// One PostgreSQL connection (libpq, always in pipeline mode). Not thread-safe. Sessions run in UTC
/// with `statement_timeout` and `lock_timeout`; a server that does not answer within them is
/// treated as lost.
///
/// Errors by SQLSTATE, with metadata ("sqlstate", "statement", and "constraint" where there is
/// one). Messages never contain values of rows or parameters.
///
/// | SQLSTATE | Code | Reason |
/// |---|---|---|
/// | 23505, 23P01 | ALREADY_EXISTS | UNIQUE_VIOLATION, EXCLUSION_VIOLATION |
/// | 23514, 23503 | FAILED_PRECONDITION | CHECK_VIOLATION, FOREIGN_KEY_VIOLATION |
/// | 40001, 40P01 | ABORTED | SERIALIZATION |
/// | 0A000, 26000 (a migration changed a prepared statement's tables) | ABORTED | STALE_PLAN |
/// | MC001 (raised by `check_fence`) | ABORTED | FENCED |
/// | 57014 | DEADLINE_EXCEEDED | STATEMENT_TIMEOUT |
/// | 55P03 | DEADLINE_EXCEEDED | LOCK_TIMEOUT |
/// | 22021, or a text with a NUL character | INVALID_ARGUMENT | TEXT_INVALID |
/// | 08..., 53..., 57P0., 25006, 25P03, a lost socket | UNAVAILABLE | DATABASE_DOWN |
/// | the rest | INTERNAL | DATABASE_ERROR |
class Connection {
 public:
  struct Options {
    std::string dsn;
    std::chrono::milliseconds connect_timeout{3000};
    std::chrono::milliseconds statement_timeout{10000};
    std::chrono::milliseconds lock_timeout{5000};
    std::string application_name;
    /// For sessions whose statements take arrays and look up by key: one plan for all sizes, by
    /// index. Otherwise each such statement is planned at every execution, with statistics of
    /// tables that may be empty (docs/adr/0017).
    bool set_wise = false;
  };
  /// UNAVAILABLE / DATABASE_DOWN when no session can be opened, for any cause.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// One statement, one round trip, outside an explicit transaction (autocommit).
  absl::StatusOr<Result> Execute(const Query& query);
  /// Several statements in one round trip (libpq pipeline). They form one implicit transaction
  /// unless they contain BEGIN or COMMIT. The first error is returned, and later statements do not
  /// run.
  absl::StatusOr<std::vector<Result>> ExecuteAll(const std::vector<Query>& queries);
  /// A script of several statements without parameters (migrations in tests).
  absl::Status Script(const std::string& sql);

  /// False once the server is gone; the connection can then only be destroyed. Checks the socket,
  /// so it also notices a server that went away while the connection was idle.
  bool alive() const;
  /// True between BEGIN and the end of that transaction.
  bool in_transaction() const;
  /// Network round trips so far; used by tests.
  std::int64_t round_trips() const { return round_trips_; }

 private:
  explicit Connection(std::unique_ptr<Wire> wire);
  struct Sent;
  absl::Status Check(const Query& query) const;
  absl::Status Send(const std::vector<Query>& queries, std::vector<Sent>& sent);
  absl::Status Receive(const std::vector<Sent>& sent, std::vector<Result>& results);

  std::unique_ptr<Wire> wire_;
  // Name and text of the statements prepared in this session.
  std::map<std::string, std::string, std::less<>> prepared_;
  std::int64_t round_trips_ = 0;
};

}  // namespace motcua::db
