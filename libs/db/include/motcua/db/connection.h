#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/db/statement.h"

struct pg_conn;

namespace motcua::db {

/// One statement with its parameters, ready to send.
struct Query {
  Statement statement;
  Params params;
};

/// One PostgreSQL connection (libpq). Not thread-safe. Errors by SQLSTATE: unique violation
/// ALREADY_EXISTS with reason UNIQUE_VIOLATION and metadata ("constraint", name); 40001 and 40P01
/// ABORTED / SERIALIZATION; 57014 DEADLINE_EXCEEDED / STATEMENT_TIMEOUT; class 08, 57P0x and a lost
/// socket UNAVAILABLE / DATABASE_DOWN; class 42 and the rest INTERNAL / DATABASE_ERROR.
class Connection {
 public:
  struct Options {
    std::string dsn;
    std::chrono::milliseconds connect_timeout{3000};
    std::chrono::milliseconds statement_timeout{10000};
    std::string application_name;
  };
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// One statement, one round trip, outside an explicit transaction (autocommit).
  absl::StatusOr<Result> Execute(const Query& query);
  /// Several statements in one round trip (libpq pipeline). They form one implicit transaction
  /// unless they contain BEGIN or COMMIT. The first error is returned and none of the later
  /// statements ran.
  absl::StatusOr<std::vector<Result>> ExecuteAll(const std::vector<Query>& queries);
  /// A script of several statements without parameters (migrations in tests).
  absl::Status Script(const std::string& sql);

  /// False once the server is gone; the connection is then only good for destruction.
  bool alive() const;
  /// Network round trips so far; tests count with it.
  std::int64_t round_trips() const { return round_trips_; }

 private:
  explicit Connection(pg_conn* conn) : conn_(conn) {}
  pg_conn* conn_;
  std::vector<std::string> prepared_;
  std::int64_t round_trips_ = 0;
};

}  // namespace motcua::db
