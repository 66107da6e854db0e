#include "motcua/testing/this_program.h"

#include <cerrno>
#include <spawn.h>
#include <unistd.h>

#include <sys/wait.h>

#include "fatal.h"

namespace motcua::testing {

int RunThisProgram(const std::string& crash_at, const std::vector<std::string>& arguments) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), "this_program");
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  std::string variable = "MOTCUA_CRASH_AT=" + crash_at;
  std::vector<char*> environment = {variable.data()};
  for (char** line = ::environ; *line != nullptr; ++line) {
    environment.push_back(*line);
  }
  environment.push_back(nullptr);
  pid_t pid = 0;
  if (posix_spawn(&pid, "/proc/self/exe", nullptr, nullptr, argv.data(), environment.data()) != 0) {
    Fatal("this program could not be started again");
  }
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace motcua::testing
