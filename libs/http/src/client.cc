#include "motcua/http/client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "motcua/base/error.h"

#include "host_port.h"
#include "response_parser.h"

namespace motcua::http {
namespace {

using std::chrono::steady_clock;
using Time = steady_clock::time_point;

// Room for a chunk header or a part of the body beside a whole header.
constexpr std::size_t kReadSize = 16 * 1024;

absl::Status Lost() {
  return Error(absl::StatusCode::kUnavailable, "CONNECTION_LOST",
               "The connection ended before the whole answer had come.");
}

absl::Status TimedOut() {
  return Error(absl::StatusCode::kDeadlineExceeded, "REQUEST_TIMEOUT",
               "The answer did not come in time.");
}

// Waits until one of `events` is possible; the events, or 0 at the deadline.
short WaitFor(int fd, short events, Time deadline) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    pollfd entry{fd, events, 0};
    const int ready =
        ::poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60 * 60 * 1000)));
    if (ready > 0) {
      return entry.revents;
    }
    if (ready == 0 && steady_clock::now() >= deadline) {
      return 0;
    }
    if (ready < 0 && errno != EINTR) {
      return POLLERR;
    }
  }
}

// What would end the request line early is refused, not sent.
bool IsSendable(const Request& request) {
  const auto visible = [](char c) { return c > 0x20 && c < 0x7f; };
  return !request.method.empty() && !request.target.empty() &&
         std::all_of(request.method.begin(), request.method.end(), visible) &&
         std::all_of(request.target.begin(), request.target.end(), visible);
}

std::string Serialize(const Request& request, std::string_view host) {
  std::string bytes;
  bytes.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\n");
  if (!request.headers.Find("Host")) {
    bytes.append("Host: ").append(host).append("\r\n");
  }
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    const Headers::Field field = request.headers[i];
    if (!EqualsIgnoreCase(field.name, "Content-Length") &&
        !EqualsIgnoreCase(field.name, "Transfer-Encoding")) {
      bytes.append(field.name).append(": ").append(field.value).append("\r\n");
    }
  }
  // RFC 9110 8.6: a length also for an empty body of a method that has one.
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
    bytes.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  }
  bytes.append("\r\n").append(request.body);
  return bytes;
}

}  // namespace

Client::Client(ClientOptions options) : options_(std::move(options)) {}

Client::~Client() {
  Close();
}

Client::Client(Client&& other) noexcept
    : options_(std::move(other.options_)), fd_(std::exchange(other.fd_, -1)) {}

Client& Client::operator=(Client&& other) noexcept {
  if (this != &other) {
    Close();
    options_ = std::move(other.options_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Client::Close() {
  if (fd_ >= 0) {
    ::close(std::exchange(fd_, -1));
  }
}

absl::Status Client::Connect(Time deadline) {
  const absl::StatusOr<HostPort> address = ParseHostPort(options_.address);
  if (!address.ok()) {
    return address.status();
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int resolved =
      ::getaddrinfo(address->host.c_str(), std::to_string(address->port).c_str(), &hints, &list);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, [](addrinfo* entry) {
    if (entry != nullptr) {
      ::freeaddrinfo(entry);
    }
  });
  if (resolved != 0) {
    return Error(absl::StatusCode::kUnavailable, "CONNECT_FAILED", ::gai_strerror(resolved),
                 {{"address", options_.address}});
  }
  bool late = false;
  for (const addrinfo* entry = list; entry != nullptr && !late; entry = entry->ai_next) {
    fd_ = ::socket(entry->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0) {
      continue;
    }
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));  // reliability R6.9
    int error = ::connect(fd_, entry->ai_addr, entry->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      late = WaitFor(fd_, POLLOUT, deadline) == 0;
      socklen_t size = sizeof(error);
      ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    if (error == 0 && !late) {
      return absl::OkStatus();
    }
    Close();
  }
  if (late) {
    return Error(absl::StatusCode::kDeadlineExceeded, "CONNECT_TIMEOUT",
                 "The server did not take the connection in time.",
                 {{"address", options_.address}});
  }
  return Error(absl::StatusCode::kUnavailable, "CONNECT_FAILED",
               "The server refused the connection.", {{"address", options_.address}});
}

absl::StatusOr<Response> Client::Send(const Request& request, std::chrono::milliseconds timeout) {
  if (!IsSendable(request)) {
    return Error(absl::StatusCode::kInvalidArgument, "REQUEST_INVALID",
                 "Method and target are visible ASCII without spaces.");
  }
  const Time deadline = steady_clock::now() + timeout;
  if (fd_ >= 0) {
    // Anything but silence on an idle connection means that it is over or out of step.
    char byte = 0;
    const ssize_t got = ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
      Close();
    }
  }
  if (fd_ < 0) {
    const Time connect_deadline = steady_clock::now() + options_.connect_timeout;
    if (absl::Status status = Connect(std::min(deadline, connect_deadline)); !status.ok()) {
      return status;
    }
  }
  // Broken until proven whole: only the last line of a good exchange gives it back.
  Client exchange(options_);
  std::swap(exchange.fd_, fd_);
  const int fd = exchange.fd_;

  const std::string bytes = Serialize(request, options_.address);
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const short ready = WaitFor(fd, POLLIN | POLLOUT, deadline);
    if (ready == 0) {
      return TimedOut();
    }
    if ((ready & POLLIN) != 0) {
      break;  // an answer before the end of the request: a refusal
    }
    const ssize_t count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
      break;  // what the server said before it closed may still be readable
    }
    sent += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  }

  const bool head = request.method == "HEAD";
  Response response;
  std::optional<ResponseParser> parser;
  parser.emplace(response, options_.header_limit, options_.max_body_bytes, head);
  std::string input;
  while (true) {
    std::size_t consumed = 0;
    auto result = parser->Parse(input, consumed);
    input.erase(0, consumed);
    if (result == ResponseParser::Result::kDone && response.status < 200) {
      response = Response{};  // 1xx announces the answer
      parser.emplace(response, options_.header_limit, options_.max_body_bytes, head);
      continue;
    }
    if (result == ResponseParser::Result::kNeedMore) {
      if (WaitFor(fd, POLLIN, deadline) == 0) {
        return TimedOut();
      }
      std::array<char, kReadSize> chunk;
      const ssize_t count = ::recv(fd, chunk.data(), chunk.size(), 0);
      if (count > 0) {
        input.append(chunk.data(), static_cast<std::size_t>(count));
        continue;
      }
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        continue;
      }
      if (count < 0 || parser->ParseEnd() != ResponseParser::Result::kDone) {
        return Lost();
      }
      return response;  // a body that ends with the connection
    }
    if (result == ResponseParser::Result::kTooLarge) {
      return Error(absl::StatusCode::kResourceExhausted, "RESPONSE_TOO_LARGE",
                   "The answer is larger than this client takes.");
    }
    if (result == ResponseParser::Result::kInvalid) {
      return Error(absl::StatusCode::kInternal, "RESPONSE_INVALID",
                   "What the server sent is not a valid HTTP/1.1 response.");
    }
    if (parser->keep_alive() && sent == bytes.size() && input.empty()) {
      std::swap(exchange.fd_, fd_);
    }
    return response;
  }
}

}  // namespace motcua::http
