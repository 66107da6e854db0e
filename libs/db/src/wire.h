#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <libpq-fe.h>

#include "motcua/db/connection.h"

namespace motcua::db {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

/// The socket side of a connection: libpq without blocking calls, in pipeline mode, with a limit on
/// how long the server may take to answer. Connection decides what is sent together and matches
/// results to it. Not thread-safe.
class Wire {
 public:
  static absl::StatusOr<std::unique_ptr<Wire>> Open(const Connection::Options& options);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  bool alive();
  bool in_transaction() const;

  /// These three only fill libpq's buffer.
  absl::Status SendPrepare(const Statement& statement);
  absl::Status SendExecute(const Query& query, bool prepared);
  /// `statements`: the number of statements the server runs before it must have answered.
  absl::Status SendSync(std::size_t statements);
  /// Sends what is still in the buffer, then waits for the next result: one for each SendPrepare
  /// and SendExecute, one for SendSync.
  absl::StatusOr<ResultPtr> Receive();

  /// Several statements without parameters, outside the pipeline.
  absl::Status Script(const std::string& sql);

  /// The status of a failed result; the session may have ended.
  absl::Status Failure(const PGresult& result, std::string_view statement);

 private:
  Wire(PGconn* conn, std::chrono::milliseconds statement_timeout);
  void StartWaiting(std::size_t statements);
  absl::Status Flush();
  absl::Status WaitForResult();
  absl::Status WaitForSocket(short events);
  absl::Status Lost(std::string_view why);

  PGconn* conn_;
  std::chrono::milliseconds statement_timeout_;
  // Deadline for the server's answer to the present round trip.
  std::chrono::steady_clock::time_point answer_by_ = std::chrono::steady_clock::time_point::max();
  bool lost_ = false;
};

}  // namespace motcua::db
