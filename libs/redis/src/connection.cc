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

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Address& address,
                                                             std::string_view greeting,
                                                             Time deadline) {
  redisContext* const context = address.path.empty()
                                    ? redisConnectNonBlock(address.host.c_str(), address.port)
                                    : redisConnectUnixNonBlock(address.path.c_str());
  if (context == nullptr) {
    return Down("out of memory");
  }
  std::unique_ptr<Connection> connection(new Connection(context));
  MOTCUA_RETURN_IF_ERROR(connection->FinishConnecting(deadline));
  if (!greeting.empty()) {
    MOTCUA_ASSIGN_OR_RETURN(const OwnedReply answer, connection->Exchange(greeting, deadline));
    MOTCUA_RETURN_IF_ERROR(Flatten(*answer).status());
  }
  return connection;
}

absl::Status Connection::FinishConnecting(Time deadline) {
  if (context_->err != 0) {
    return Down(context_->errstr);
  }
  MOTCUA_RETURN_IF_ERROR(WaitFor(POLLOUT, deadline));
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(context_->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
    error = errno;
  }
  if (error != 0) {
    return Down(std::system_category().message(error));
  }
  if (context_->connection_type == REDIS_CONN_TCP) {
    // Writes are small: with Nagle's algorithm one could wait 40 ms for an acknowledgement.
    const int on = 1;
    setsockopt(context_->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  return absl::OkStatus();
}

absl::StatusOr<OwnedReply> Connection::Exchange(std::string_view command, Time deadline) {
  MOTCUA_RETURN_IF_ERROR(Append(command));
  while (WantsToWrite()) {
    MOTCUA_RETURN_IF_ERROR(WaitFor(POLLOUT, deadline));
    MOTCUA_RETURN_IF_ERROR(Write());
  }
  for (;;) {
    MOTCUA_ASSIGN_OR_RETURN(OwnedReply reply, NextReply());
    if (reply != nullptr) {
      return reply;
    }
    MOTCUA_RETURN_IF_ERROR(WaitFor(POLLIN, deadline));
    MOTCUA_RETURN_IF_ERROR(Read());
  }
}

absl::Status Connection::Append(std::string_view command) {
  if (redisAppendFormattedCommand(context_.get(), command.data(), command.size()) != REDIS_OK) {
    return Down(context_->errstr);
  }
  unwritten_ += command.size();
  return absl::OkStatus();
}

absl::Status Connection::Write() {
  int done = 0;
  if (redisBufferWrite(context_.get(), &done) != REDIS_OK) {
    return Down(context_->errstr);
  }
  if (done != 0) {
    unwritten_ = 0;
  }
  return absl::OkStatus();
}

absl::Status Connection::Read() {
  return redisBufferRead(context_.get()) == REDIS_OK ? absl::OkStatus() : Down(context_->errstr);
}

absl::StatusOr<OwnedReply> Connection::NextReply() {
  void* reply = nullptr;
  if (redisGetReplyFromReader(context_.get(), &reply) != REDIS_OK) {
    return Down(context_->errstr);
  }
  return OwnedReply(static_cast<redisReply*>(reply));
}

absl::Status Connection::WaitFor(short events, Time deadline) const {
  for (;;) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= left.zero()) {
      return Down("the connection attempt timed out");
    }
    // Rounded up: waking early would only poll again.
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left);
    pollfd watched{.fd = context_->fd, .events = events, .revents = 0};
    const int ready = poll(&watched, 1, static_cast<int>(wait.count()));
    if (ready > 0) {
      return absl::OkStatus();
    }
    if (ready < 0 && errno != EINTR) {
      return Down(std::system_category().message(errno));
    }
  }
}

}  // namespace motcua::redis
