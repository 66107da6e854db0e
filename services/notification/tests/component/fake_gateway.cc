#include "component/fake_gateway.h"

#include <array>
#include <cstring>
#include <poll.h>
#include <unistd.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include "motcua/base/check.h"

namespace motcua::notification::testing {
namespace {

constexpr int kLook = 20;  // ms

std::string HeaderOf(const std::string& head, const std::string& name) {
  const std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) {
    return {};
  }
  const std::size_t begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

}  // namespace

FakeGateway::FakeGateway() : mood_([](int) { return Mood::kAccept; }) {
  Open();
}

FakeGateway::~FakeGateway() {
  Close();
}

void FakeGateway::Open() {
  stopping_ = false;
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  MOTCUA_CHECK(::bind(listener_, plain, size) == 0);
  MOTCUA_CHECK(::listen(listener_, 128) == 0);
  MOTCUA_CHECK(::getsockname(listener_, plain, &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

void FakeGateway::Close() {
  if (listener_ < 0) {
    return;
  }
  stopping_ = true;
  acceptor_.join();
  ::close(listener_);
  listener_ = -1;
  for (std::thread& connection : connections_) {
    connection.join();
  }
  connections_.clear();
}

std::string FakeGateway::address() const {
  return "127.0.0.1:" + std::to_string(port_);
}

void FakeGateway::Accept() {
  while (!stopping_) {
    pollfd entry{listener_, POLLIN, 0};
    if (::poll(&entry, 1, kLook) <= 0) {
      continue;
    }
    const int connection = ::accept(listener_, nullptr, nullptr);
    if (connection >= 0) {
      connections_.emplace_back([this, connection] { Serve(connection); });
    }
  }
}

void FakeGateway::Serve(int connection) {
  std::string input;
  std::size_t body_at = std::string::npos;
  std::size_t length = 0;
  while (!stopping_ && (body_at == std::string::npos || input.size() < body_at + length)) {
    pollfd entry{connection, POLLIN, 0};
    if (::poll(&entry, 1, kLook) <= 0) {
      continue;
    }
    std::array<char, 4096> chunk;
    const ssize_t count = ::recv(connection, chunk.data(), chunk.size(), 0);
    if (count <= 0) {
      ::close(connection);
      return;
    }
    input.append(chunk.data(), static_cast<std::size_t>(count));
    const std::size_t end = input.find("\r\n\r\n");
    if (end != std::string::npos) {
      body_at = end + 4;
      const std::string given = HeaderOf(input.substr(0, body_at), "Content-Length");
      length = given.empty() ? 0 : std::stoul(given);
    }
  }
  // A gRPC client of another test may look for its server where this one listens now.
  if (input.starts_with("POST ") && body_at != std::string::npos &&
      input.size() >= body_at + length) {
    const Mood mood = Take(input.substr(0, body_at), input.substr(body_at, length));
    const char* status = nullptr;
    switch (mood) {
      case Mood::kAccept:
        status = "202 Accepted";
        break;
      case Mood::kBusy:
        status = "503 Service Unavailable";
        break;
      case Mood::kRefuse:
        status = "400 Bad Request";
        break;
      case Mood::kUnauthorised:
        status = "401 Unauthorized";
        break;
      case Mood::kForbidden:
        status = "403 Forbidden";
        break;
      case Mood::kNotFound:
        status = "404 Not Found";
        break;
      case Mood::kServerError:
        status = "500 Internal Server Error";
        break;
      case Mood::kHang: {
        pollfd entry{connection, POLLIN, 0};
        while (!stopping_ && ::poll(&entry, 1, kLook) <= 0) {
        }
        break;
      }
      case Mood::kAcceptDrop:
      case Mood::kDrop:
        break;
    }
    if (status != nullptr) {
      const std::string answer = std::string("HTTP/1.1 ") + status +
                                 "\r\nContent-Type: text/html\r\nConnection: close\r\n"
                                 "Content-Length: 24\r\n\r\n0: Accepted for delivery";
      ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }
  ::close(connection);
}

FakeGateway::Mood FakeGateway::Take(const std::string& head, const std::string& body) {
  const std::lock_guard lock(mutex_);
  const Mood mood = mood_(requests_++);
  if (mood == Mood::kAccept || mood == Mood::kAcceptDrop || mood == Mood::kHang) {
    const std::string url = HeaderOf(head, "X-Kannel-DLR-Url");
    const std::size_t path = url.find('/', std::strlen("http://"));
    const std::size_t id = url.rfind('/') + 1;
    sent_.push_back({.message_id = url.substr(id, url.find('?') - id),
                     .to = HeaderOf(head, "X-Kannel-To"),
                     .from = HeaderOf(head, "X-Kannel-From"),
                     .text = body,
                     .coding = HeaderOf(head, "X-Kannel-Coding"),
                     .receipt_path = url.substr(path, url.find('?') - path),
                     .receipt_rest = url.substr(url.find("%d") + 2)});
  }
  return mood;
}

void FakeGateway::SetMood(std::function<Mood(int)> mood) {
  const std::lock_guard lock(mutex_);
  mood_ = std::move(mood);
}

std::vector<FakeGateway::Sent> FakeGateway::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

std::map<std::string, int> FakeGateway::CountByMessage() const {
  std::map<std::string, int> counts;
  for (const Sent& one : sent()) {
    ++counts[one.message_id];
  }
  return counts;
}

int FakeGateway::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

}  // namespace motcua::notification::testing
