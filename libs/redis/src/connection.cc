#include "connection.h"

#include <cerrno>
#include <poll.h>
#include <system_error>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::redis {
namespace {

absl::Status Down(const std::string& why) {
  return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "Redis cannot be reached: " + why);
}

absl::Status TimedOut() {
  return Error(absl::StatusCode::kDeadlineExceeded, "REDIS_TIMEOUT",
               "Redis did not answer in time.");
}

absl::Status WaitFor(int fd, short events, Connection::Time deadline) {
  for (;;) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= left.zero()) {
      return TimedOut();
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec wait{.tv_sec = seconds.count(),
                        .tv_nsec = std::chrono::nanoseconds(left - seconds).count()};
    pollfd watched{.fd = fd, .events = events, .revents = 0};
    const int ready = ppoll(&watched, 1, &wait, nullptr);
    if (ready > 0) {
      return absl::OkStatus();
    }
    if (ready < 0 && errno != EINTR) {
      return Down(std::system_category().message(errno));
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Address& address,
                                                             Time deadline) {
  redisContext* const context = address.path.empty()
                                    ? redisConnectNonBlock(address.host.c_str(), address.port)
                                    : redisConnectUnixNonBlock(address.path.c_str());
  if (context == nullptr) {
    return Down("out of memory");
  }
  std::unique_ptr<Connection> connection(new Connection(context));
  MOTCUA_RETURN_IF_ERROR(connection->FinishConnecting(deadline));
  return connection;
}

absl::Status Connection::FinishConnecting(Time deadline) {
  if (context_->err != 0) {
    return Down(context_->errstr);
  }
  MOTCUA_RETURN_IF_ERROR(WaitFor(context_->fd, POLLOUT, deadline));
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(context_->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
    error = errno;
  }
  if (error != 0) {
    return Down(std::system_category().message(error));
  }
  if (context_->connection_type == REDIS_CONN_TCP) {
    // One small write a command: with Nagle's algorithm it could wait 40 ms for an acknowledgement.
    const int on = 1;
    setsockopt(context_->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  return absl::OkStatus();
}

absl::StatusOr<OwnedReply> Connection::Exchange(const std::vector<std::string>& arguments,
                                                Time deadline) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& argument : arguments) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  if (redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(),
                             sizes.data()) != REDIS_OK) {
    return Down(context_->errstr);
  }
  for (int sent = 0; sent == 0;) {
    if (redisBufferWrite(context_.get(), &sent) != REDIS_OK) {
      return Down(context_->errstr);
    }
    if (sent == 0) {
      MOTCUA_RETURN_IF_ERROR(WaitFor(context_->fd, POLLOUT, deadline));
    }
  }
  for (;;) {
    void* reply = nullptr;
    if (redisGetReplyFromReader(context_.get(), &reply) != REDIS_OK) {
      return Down(context_->errstr);
    }
    if (reply != nullptr) {
      return OwnedReply(static_cast<redisReply*>(reply));
    }
    MOTCUA_RETURN_IF_ERROR(WaitFor(context_->fd, POLLIN, deadline));
    if (redisBufferRead(context_.get()) != REDIS_OK) {
      return Down(context_->errstr);
    }
  }
}

bool Connection::Idle() const {
  pollfd watched{.fd = context_->fd, .events = POLLIN, .revents = 0};
  return poll(&watched, 1, 0) == 0;
}

}  // namespace motcua::redis
