#include "wire.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "sqlstate.h"

namespace motcua::db {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Added to the server's statement_timeout before a server that does not answer is treated as lost.
constexpr milliseconds kSilenceMargin{5000};
// A program that hangs inside a transaction must not hold row locks forever.
constexpr milliseconds kIdleInTransaction{60000};

constexpr char kSetWise[] =
    " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off"
    " -c enable_mergejoin=off -c jit=off";

std::string SessionSettings(const Connection::Options& options) {
  const auto setting = [](std::string_view name, milliseconds value) {
    return " -c " + std::string(name) + "=" + std::to_string(value.count());
  };
  return std::string("-c timezone=UTC -c datestyle=ISO -c bytea_output=hex") +
         (options.set_wise ? kSetWise : "") +
         setting("statement_timeout", options.statement_timeout) +
         setting("lock_timeout", options.lock_timeout) +
         setting("idle_in_transaction_session_timeout", kIdleInTransaction);
}

// libpq ends its messages with a newline.
std::string_view WithoutNewline(const char* message) {
  std::string_view text = message == nullptr ? "" : message;
  while (!text.empty() && text.back() == '\n') {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view Field(const PGresult& result, int field) {
  const char* text = PQresultErrorField(&result, field);
  return text == nullptr ? std::string_view() : text;
}

absl::Status Down(std::string_view why) {
  return Error(absl::StatusCode::kUnavailable, "DATABASE_DOWN",
               "the database cannot be reached: " + std::string(why));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Wire>> Wire::Open(const Connection::Options& options) {
  // libpq uses whole seconds, and treats 1 as 2.
  const auto connect_seconds =
      std::chrono::ceil<std::chrono::seconds>(options.connect_timeout).count();
  const std::string connect_timeout = std::to_string(std::max<std::int64_t>(2, connect_seconds));
  const std::string settings = SessionSettings(options);
  // The order matters: the address may override what is before it, not what is after it. libpq sets
  // TCP_NODELAY itself. A dead network is detected after 10 s with data in flight, 19 s without.
  std::vector<std::pair<const char*, const char*>> parameters = {
      {"keepalives", "1"},
      {"keepalives_idle", "10"},
      {"keepalives_interval", "3"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "10000"},
      {"dbname", options.dsn.c_str()},
      {"connect_timeout", connect_timeout.c_str()},
      {"client_encoding", "UTF8"},
      {"options", settings.c_str()}};
  if (!options.application_name.empty()) {
    parameters.emplace_back("application_name", options.application_name.c_str());
  }
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : parameters) {
    names.push_back(name);
    values.push_back(value);
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<Wire> wire(
      new Wire(PQconnectdbParams(names.data(), values.data(), /*expand_dbname=*/1),
               options.statement_timeout));
  if (PQstatus(wire->conn_) != CONNECTION_OK) {
    return Down(WithoutNewline(PQerrorMessage(wire->conn_)));
  }
  PQsetNoticeProcessor(
      wire->conn_, [](void*, const char*) {}, nullptr);
  if (PQsetnonblocking(wire->conn_, 1) != 0 || PQenterPipelineMode(wire->conn_) != 1) {
    return Down(WithoutNewline(PQerrorMessage(wire->conn_)));
  }
  return wire;
}

Wire::Wire(PGconn* conn, milliseconds statement_timeout)
    : conn_(conn), statement_timeout_(statement_timeout) {}

Wire::~Wire() {
  PQfinish(conn_);
}

bool Wire::alive() {
  // A server that ended the session has sent a last message and closed the stream.
  for (int i = 0; i < 3 && !lost_; ++i) {
    pollfd socket{.fd = PQsocket(conn_), .events = POLLIN, .revents = 0};
    if (PQstatus(conn_) != CONNECTION_OK || socket.fd < 0) {
      lost_ = true;
    } else if (::poll(&socket, 1, 0) == 0) {
      break;
    } else {
      lost_ = PQconsumeInput(conn_) == 0;
    }
  }
  return !lost_;
}

bool Wire::in_transaction() const {
  return PQtransactionStatus(conn_) != PQTRANS_IDLE;
}

absl::Status Wire::SendPrepare(const Statement& statement) {
  if (PQsendPrepare(conn_, statement.name, statement.sql, 0, nullptr) != 1) {
    return Lost(WithoutNewline(PQerrorMessage(conn_)));
  }
  return absl::OkStatus();
}

absl::Status Wire::SendExecute(const Query& query, bool prepared) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Params::Value& value : query.params.values()) {
    values.push_back(value.data.has_value() ? value.data->data() : nullptr);
    lengths.push_back(value.data.has_value() ? static_cast<int>(value.data->size()) : 0);
    formats.push_back(value.binary ? 1 : 0);
  }
  const int count = static_cast<int>(values.size());
  const int sent =
      prepared ? PQsendQueryPrepared(conn_, query.statement.name, count, values.data(),
                                     lengths.data(), formats.data(), /*resultFormat=*/0)
               : PQsendQueryParams(conn_, query.statement.sql, count, nullptr, values.data(),
                                   lengths.data(), formats.data(), /*resultFormat=*/0);
  if (sent != 1) {
    return Lost(WithoutNewline(PQerrorMessage(conn_)));
  }
  return absl::OkStatus();
}

absl::Status Wire::SendSync(std::size_t statements) {
  if (PQpipelineSync(conn_) != 1) {
    return Lost(WithoutNewline(PQerrorMessage(conn_)));
  }
  StartWaiting(statements);
  return absl::OkStatus();
}

void Wire::StartWaiting(std::size_t statements) {
  // statement_timeout applies to each statement; 0 means none.
  answer_by_ = statement_timeout_.count() == 0
                   ? steady_clock::time_point::max()
                   : steady_clock::now() + kSilenceMargin +
                         statement_timeout_ * static_cast<std::int64_t>(statements);
}

absl::StatusOr<ResultPtr> Wire::Receive() {
  MOTCUA_RETURN_IF_ERROR(Flush());
  // Between the results of two statements libpq returns one null.
  for (int i = 0; i < 3; ++i) {
    MOTCUA_RETURN_IF_ERROR(WaitForResult());
    ResultPtr result(PQgetResult(conn_));
    if (result != nullptr) {
      return result;
    }
  }
  return Lost("fewer results than statements");
}

absl::Status Wire::Script(const std::string& sql) {
  if (PQexitPipelineMode(conn_) != 1 || PQsendQuery(conn_, sql.c_str()) != 1) {
    return Lost(WithoutNewline(PQerrorMessage(conn_)));
  }
  answer_by_ = steady_clock::time_point::max();  // one statement of a script may take long
  MOTCUA_RETURN_IF_ERROR(Flush());
  absl::Status first;
  for (;;) {
    MOTCUA_RETURN_IF_ERROR(WaitForResult());
    const ResultPtr result(PQgetResult(conn_));
    if (result == nullptr) {
      break;
    }
    const ExecStatusType status = PQresultStatus(result.get());
    if (first.ok() && status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      first = Failure(*result, "script");
    }
    if (lost_) {
      return first;
    }
  }
  if (PQenterPipelineMode(conn_) != 1) {
    return Lost(WithoutNewline(PQerrorMessage(conn_)));
  }
  return first;
}

absl::Status Wire::Failure(const PGresult& result, std::string_view statement) {
  const std::string_view sqlstate = Field(result, PG_DIAG_SQLSTATE);
  if (sqlstate.empty()) {
    return Lost(WithoutNewline(PQresultErrorMessage(&result)));
  }
  lost_ = lost_ || EndsSession(sqlstate);
  return Translate({.sqlstate = sqlstate,
                    .message = Field(result, PG_DIAG_MESSAGE_PRIMARY),
                    .constraint = Field(result, PG_DIAG_CONSTRAINT_NAME),
                    .statement = statement});
}

absl::Status Wire::Flush() {
  for (;;) {
    const int left = PQflush(conn_);
    if (left == 0) {
      return absl::OkStatus();
    }
    if (left < 0) {
      return Lost(WithoutNewline(PQerrorMessage(conn_)));
    }
    // Also read while sending, because a server whose answers are not read stops reading our
    // statements.
    MOTCUA_RETURN_IF_ERROR(WaitForSocket(POLLIN | POLLOUT));
    if (PQconsumeInput(conn_) != 1) {
      return Lost(WithoutNewline(PQerrorMessage(conn_)));
    }
  }
}

absl::Status Wire::WaitForResult() {
  while (PQisBusy(conn_) != 0) {
    MOTCUA_RETURN_IF_ERROR(WaitForSocket(POLLIN));
    if (PQconsumeInput(conn_) != 1) {
      return Lost(WithoutNewline(PQerrorMessage(conn_)));
    }
  }
  return absl::OkStatus();
}

absl::Status Wire::WaitForSocket(short events) {
  for (;;) {
    int wait_ms = -1;
    if (answer_by_ != steady_clock::time_point::max()) {
      const auto left = std::chrono::ceil<milliseconds>(answer_by_ - steady_clock::now()).count();
      if (left <= 0) {
        return Lost("no answer in time");
      }
      wait_ms = static_cast<int>(std::min<std::int64_t>(left, 60'000));
    }
    pollfd socket{.fd = PQsocket(conn_), .events = events, .revents = 0};
    const int ready = ::poll(&socket, 1, wait_ms);
    if (ready > 0) {
      return absl::OkStatus();
    }
    if (ready < 0 && errno != EINTR) {
      return Lost(std::strerror(errno));
    }
  }
}

absl::Status Wire::Lost(std::string_view why) {
  lost_ = true;
  return Down(why);
}

}  // namespace motcua::db
