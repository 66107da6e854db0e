#include "psql.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <sys/wait.h>

#include "fatal.h"

namespace motcua::testing {
namespace {

// Runs the program and waits for it. Returns an empty text if it exited with 0, otherwise its
// output.
std::string FailureOf(const std::vector<std::string>& command) {
  std::array<int, 2> output{};
  if (::pipe2(output.data(), O_CLOEXEC) != 0) {
    Fatal(std::string("pipe2: ") + std::strerror(errno));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDERR_FILENO);
  std::vector<std::string> words = command;
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int spawned = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), ::environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(output[1]);
  if (spawned != 0) {
    Fatal(command[0] + ": " + std::strerror(spawned));
  }
  std::string said;
  std::array<char, 4096> part{};
  for (;;) {
    const ssize_t size = ::read(output[0], part.data(), part.size());
    if (size > 0) {
      said.append(part.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      break;
    }
  }
  ::close(output[0]);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return command[0] + " failed:\n" + said;
  }
  return {};
}

}  // namespace

std::string RunSqlFiles(const std::string& dsn, const std::vector<std::filesystem::path>& files) {
  if (files.empty()) {
    return {};
  }
  std::vector<std::string> command = {
      "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", dsn};
  for (const std::filesystem::path& file : files) {
    command.emplace_back("--file");
    command.push_back(file.string());
  }
  return FailureOf(command);
}

}  // namespace motcua::testing
