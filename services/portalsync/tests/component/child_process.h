#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace motcua::portalsync::testing {

/// A program run by a test: started with arguments and added environment (`NAME=value`), its output
/// read line by line, ended with SIGTERM on destruction. Not thread-safe.
class ChildProcess {
 public:
  ChildProcess(const std::vector<std::string>& arguments,
               const std::vector<std::string>& environment);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The next line of its standard output; empty when it has ended.
  std::string ReadLine();
  /// Waits for its end; 128 + signal when a signal ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

}  // namespace motcua::portalsync::testing
