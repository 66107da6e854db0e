#pragma once

#include <memory>
#include <poll.h>
#include <string>
#include <unistd.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include "raw_socket.h"

namespace motcua::http {

/// A loopback port whose connections the test accepts and answers itself.
class Listener {
 public:
  Listener() {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(fd_, 5);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { Close(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const { return port_; }
  std::string address(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_);
  }
  /// The next connection; null when none comes for ten seconds, or after Close.
  std::unique_ptr<RawSocket> Accept() {
    const int fd = AcceptFd();
    return fd < 0 ? nullptr : std::make_unique<RawSocket>(RawSocket::Accepted{fd});
  }
  int AcceptFd() {
    pollfd entry{fd_, POLLIN, 0};
    ::poll(&entry, 1, 10'000);
    return (entry.revents & POLLIN) == 0 ? -1 : ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
  }
  /// Refuses connections from now on.
  void Close() {
    if (fd_ >= 0) {
      ::close(fd_);
      fd_ = -1;
    }
  }

 private:
  int fd_;
  std::uint16_t port_;
};

}  // namespace motcua::http
