#include "redis_process.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "motcua/testing/eventually.h"

namespace motcua::redis {
namespace {

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(name);
  auto* const any = reinterpret_cast<sockaddr*>(&name);
  const bool ok = bind(fd, any, size) == 0 && getsockname(fd, any, &size) == 0;
  close(fd);
  if (!ok) {
    throw std::runtime_error("no free port");
  }
  return ntohs(name.sin_port);
}

bool Accepts(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, sizeof(name.sun_path) - 1);
  const bool ok = connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) == 0;
  close(fd);
  return ok;
}

std::filesystem::path NewDirectory() {
  std::string pattern = std::filesystem::temp_directory_path() / "motcua-redis-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no temporary directory");
  }
  return pattern;
}

}  // namespace

RedisProcess::RedisProcess(std::vector<std::string> extra_arguments)
    : directory_(NewDirectory()), port_(FreePort()), extra_arguments_(std::move(extra_arguments)) {
  // As every program does (runtime::BlockShutdownSignals): writing to a dead server is an error.
  std::signal(SIGPIPE, SIG_IGN);
  Start();
}

RedisProcess::~RedisProcess() {
  Kill();
  std::filesystem::remove_all(directory_);
}

std::string RedisProcess::address() const {
  return "127.0.0.1:" + std::to_string(port_);
}

std::string RedisProcess::socket_address() const {
  return "unix:" + (directory_ / "s").string();
}

void RedisProcess::Freeze() {
  kill(pid_, SIGSTOP);
}

void RedisProcess::Thaw() {
  kill(pid_, SIGCONT);
}

void RedisProcess::Kill() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
}

void RedisProcess::Start() {
  const std::string socket = directory_ / "s";
  std::filesystem::remove(socket);
  std::vector<std::string> arguments = {"redis-server",
                                        "--port",
                                        std::to_string(port_),
                                        "--bind",
                                        "127.0.0.1",
                                        "--unixsocket",
                                        socket,
                                        "--save",
                                        "",
                                        "--appendonly",
                                        "no",
                                        "--dir",
                                        directory_.string(),
                                        "--logfile",
                                        "log"};
  arguments.insert(arguments.end(), extra_arguments_.begin(), extra_arguments_.end());
  std::vector<char*> raw;
  for (std::string& argument : arguments) {
    raw.push_back(argument.data());
  }
  raw.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    execvp(raw[0], raw.data());
    _exit(127);
  }
  if (pid_ < 0 || !testing::Eventually([&] { return Accepts(socket); })) {
    throw std::runtime_error("redis-server does not start; is it installed?");
  }
}

}  // namespace motcua::redis
