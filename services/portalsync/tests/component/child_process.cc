#include "component/child_process.h"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <sys/wait.h>

#include "motcua/base/check.h"

namespace motcua::portalsync::testing {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment) {
  int ends[2];
  MOTCUA_CHECK(pipe2(ends, O_CLOEXEC) == 0);
  std::vector<std::string> own_arguments = arguments;
  std::vector<std::string> own_environment = environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    own_environment.emplace_back(*entry);
  }
  posix_spawn_file_actions_t actions;
  MOTCUA_CHECK(posix_spawn_file_actions_init(&actions) == 0);
  MOTCUA_CHECK(posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0);
  MOTCUA_CHECK(posix_spawnp(&pid_, own_arguments[0].c_str(), &actions, nullptr,
                            Pointers(own_arguments).data(), Pointers(own_environment).data()) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output_ = ends[0];
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    Wait();
  }
  close(output_);
}

std::string ChildProcess::ReadLine() {
  std::string line;
  char c = 0;
  while (read(output_, &c, 1) == 1 && c != '\n') {
    line += c;
  }
  return line;
}

int ChildProcess::Wait() {
  // Reads its remaining output, so that it does not block on writing.
  char scrap[4096];
  while (read(output_, scrap, sizeof(scrap)) > 0) {
  }
  int status = 0;
  MOTCUA_CHECK(waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  constexpr int kSignalled = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
}

}  // namespace motcua::portalsync::testing
