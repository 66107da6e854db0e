#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <string>
#include <string_view>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace motcua::http {

/// A loopback connection that sends exactly the bytes it is told, also wrong ones. Every wait ends
/// after ten seconds, so that a broken peer fails a test instead of hanging it.
class RawSocket {
 public:
  /// The other end of one that a Listener has taken.
  struct Accepted {
    int fd;
  };
  explicit RawSocket(Accepted accepted) : fd_(accepted.fd), connected_(true) {}
  explicit RawSocket(std::uint16_t port, std::string_view source = "127.0.0.1") {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, std::string(source).c_str(), &address.sin_addr);
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawSocket() { ::close(fd_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  bool connected() const { return connected_; }

  /// False when the server no longer accepts bytes.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void FinishSending() { ::shutdown(fd_, SHUT_WR); }

  /// Reads until `received` holds `text` `times` times; false when the connection ends or time is
  /// up.
  bool ReadUntil(std::string_view text, std::size_t times = 1) {
    while (CountOf(text) < times) {
      if (!ReadSome()) {
        return false;
      }
    }
    return true;
  }
  /// Everything until the server closes. Sets `closed`, unless time is up.
  const std::string& ReadAll() {
    while (ReadSome()) {
    }
    return received_;
  }
  /// True when something came, or the end, within `timeout`.
  bool WaitReadable(std::chrono::milliseconds timeout) const {
    pollfd entry{fd_, POLLIN, 0};
    return ::poll(&entry, 1, static_cast<int>(timeout.count())) > 0;
  }
  const std::string& received() const { return received_; }
  bool closed() const { return closed_; }

  std::size_t CountOf(std::string_view text) const {
    std::size_t count = 0;
    for (std::size_t at = received_.find(text); at != std::string::npos;
         at = received_.find(text, at + text.size())) {
      ++count;
    }
    return count;
  }

 private:
  bool ReadSome() {
    if (!WaitReadable(std::chrono::seconds(10))) {
      return false;
    }
    char chunk[4096];
    const ssize_t count = ::recv(fd_, chunk, sizeof(chunk), 0);
    if (count <= 0) {
      closed_ = true;
      return false;
    }
    received_.append(chunk, static_cast<std::size_t>(count));
    return true;
  }

  int fd_ = -1;
  bool connected_ = false;
  bool closed_ = false;
  std::string received_;
};

}  // namespace motcua::http
