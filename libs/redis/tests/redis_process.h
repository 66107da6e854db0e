#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace motcua::redis {

/// A separate Redis server, without persistence, on a free port and a Unix socket. Its creator
/// may stop, kill and restart it. Killed on destruction.
class RedisProcess {
 public:
  explicit RedisProcess(std::vector<std::string> extra_arguments = {});
  ~RedisProcess();
  RedisProcess(const RedisProcess&) = delete;
  RedisProcess& operator=(const RedisProcess&) = delete;

  std::string address() const;
  std::string socket_address() const;

  /// SIGSTOP: it accepts connections and answers nothing. SIGCONT: it continues.
  void Freeze();
  void Thaw();
  /// kill -9, and waits for its end.
  void Kill();
  /// Starts it (again) on the same port and waits until it accepts connections.
  void Start();

 private:
  std::filesystem::path directory_;
  int port_;
  const std::vector<std::string> extra_arguments_;
  pid_t pid_ = -1;
};

}  // namespace motcua::redis
