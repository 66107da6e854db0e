#include "motcua/redis/client.h"

#include <array>
#include <functional>
#include <utility>

#include <openssl/evp.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/runtime/periodic_task.h"

#include "address.h"
#include "breaker.h"
#include "connection.h"
#include "pool.h"
#include "reply.h"

namespace motcua::redis {
namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds kProbeInterval{500};

/// Lower-case hex SHA-1: the name under which Redis keeps a script.
std::string Sha1Hex(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4U];
    hex += kHex[digest[i] & 0xFU];
  }
  return hex;
}

/// Did Redis itself fail, rather than the command?
bool IsFailure(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kDeadlineExceeded;
}

class PooledClient final : public Client {
 public:
  explicit PooledClient(const Options& options)
      : options_(options),
        address_(ParseAddress(options.address)),
        pool_(options.connections, [this] { return Open(); }),
        prober_({.interval = kProbeInterval}, [this](const std::stop_token&) { Probe(); }) {}

  absl::StatusOr<Reply> Command(const std::vector<std::string>& arguments) override {
    MOTCUA_CHECK(!arguments.empty());
    return Guarded([&](Connection& connection, Time deadline) {
      return connection.Exchange(arguments, deadline);
    });
  }

  absl::StatusOr<Reply> Script(const std::string& source, const std::vector<std::string>& keys,
                               const std::vector<std::string>& arguments) override {
    std::vector<std::string> call = {"EVALSHA", Sha1Hex(source), std::to_string(keys.size())};
    call.insert(call.end(), keys.begin(), keys.end());
    call.insert(call.end(), arguments.begin(), arguments.end());
    return Guarded([&](Connection& connection, Time deadline) -> absl::StatusOr<OwnedReply> {
      MOTCUA_ASSIGN_OR_RETURN(OwnedReply reply, connection.Exchange(call, deadline));
      if (!IsUnknownScript(*reply)) {
        return reply;
      }
      // SCRIPT LOAD and not EVAL: the ACL of R2.9 does not grant EVAL.
      MOTCUA_ASSIGN_OR_RETURN(const OwnedReply loaded,
                              connection.Exchange({"SCRIPT", "LOAD", source}, deadline));
      MOTCUA_RETURN_IF_ERROR(Flatten(*loaded).status());
      return connection.Exchange(call, deadline);
    });
  }

  bool breaker_open() const override { return breaker_.open(); }

 private:
  using Body = std::function<absl::StatusOr<OwnedReply>(Connection&, Time deadline)>;

  absl::StatusOr<std::unique_ptr<Connection>> Open() {
    const Time deadline = std::chrono::steady_clock::now() + options_.connect_timeout;
    MOTCUA_ASSIGN_OR_RETURN(auto connection, Connection::Open(*address_, deadline));
    if (!options_.password.empty()) {
      const std::string user = options_.user.empty() ? "default" : options_.user;
      MOTCUA_ASSIGN_OR_RETURN(const OwnedReply answer,
                              connection->Exchange({"AUTH", user, options_.password}, deadline));
      MOTCUA_RETURN_IF_ERROR(Flatten(*answer).status());
    }
    return connection;
  }

  /// Runs one exchange on a connection of the pool. Time spent connecting, bounded on its own, is
  /// added to the deadline.
  absl::StatusOr<Reply> OnConnection(const Body& body) {
    const Time deadline = std::chrono::steady_clock::now() + options_.command_timeout;
    MOTCUA_ASSIGN_OR_RETURN(Pool::Lease lease, pool_.Acquire(deadline));
    MOTCUA_ASSIGN_OR_RETURN(const OwnedReply reply, body(*lease, deadline + lease.connecting()));
    // Whatever the server said, it said all of it: the connection stands at the next command.
    lease.Keep();
    return Flatten(*reply);
  }

  absl::StatusOr<Reply> Guarded(const Body& body) {
    MOTCUA_RETURN_IF_ERROR(address_.status());
    if (breaker_.open()) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "Redis does not answer.");
    }
    absl::StatusOr<Reply> reply = OnConnection(body);
    if (IsFailure(reply.status())) {
      breaker_.Failed(std::chrono::steady_clock::now());
      pool_.DropIdle();
    } else if (reply.status().code() != absl::StatusCode::kResourceExhausted) {
      breaker_.Succeeded();
    }
    return reply;
  }

  void Probe() {
    if (!breaker_.open()) {
      return;
    }
    const auto pong = OnConnection([](Connection& connection, Time deadline) {
      return connection.Exchange({"PING"}, deadline);
    });
    if (pong.ok()) {
      breaker_.Close();
    }
  }

  const Options options_;
  const absl::StatusOr<Address> address_;
  Breaker breaker_;
  Pool pool_;
  runtime::PeriodicTask prober_;  // last: its thread uses all of the above
};

}  // namespace

absl::Status Client::CheckAddress(const std::string& address) {
  return ParseAddress(address).status();
}

std::unique_ptr<Client> Client::Create(const Options& options) {
  return std::make_unique<PooledClient>(options);
}

}  // namespace motcua::redis
