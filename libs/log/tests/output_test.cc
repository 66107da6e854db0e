#include "motcua/log/output.h"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace motcua::log {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~Pipe() {
    ::close(ends_[0]);
    CloseWriter();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }
  void CloseWriter() {
    if (ends_[1] >= 0) {
      ::close(ends_[1]);
      ends_[1] = -1;
    }
  }
  /// Everything until the end of the file.
  std::string ReadAll() const {
    std::string all;
    std::array<char, 4096> chunk{};
    for (;;) {
      const ssize_t count = ::read(ends_[0], chunk.data(), chunk.size());
      if (count <= 0) {
        return all;
      }
      all.append(chunk.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

Logger Unlimited(int descriptor, OutputOptions output) {
  return Logger({.service = "s", .version = "0"}, MakeDescriptorSink(descriptor, output))
      .Unlimited();
}

TEST(OutputTest, TheLastLoggerToDieWritesEveryLine) {
  constexpr int kLines = 2000;
  Pipe pipe;
  std::string all;
  std::thread reader([&] { all = pipe.ReadAll(); });
  {
    const Logger logger = Unlimited(pipe.writer(), {.queue_lines = kLines});
    for (int i = 0; i < kLines; ++i) {
      logger.Info("line", {{"i", i}});
    }
  }
  pipe.CloseWriter();
  reader.join();

  std::size_t at = 0;
  for (int i = 0; i < kLines; ++i) {
    const std::size_t end = all.find('\n', at);
    ASSERT_NE(end, std::string::npos) << i;
    ASSERT_EQ(boost::json::parse(all.substr(at, end - at)).at("i").as_int64(), i);
    at = end + 1;
  }
  EXPECT_EQ(at, all.size());
}

TEST(OutputTest, AReaderThatStoppedBlocksNobody) {
  constexpr int kLines = 5000;  // some megabytes: far more than queue and pipe hold
  Pipe pipe;
  const std::string text(1000, 'x');
  const Steady::time_point start = Steady::now();
  {
    const Logger logger =
        Unlimited(pipe.writer(), {.queue_lines = 1000, .drain_limit = milliseconds(50)});
    for (int i = 0; i < kLines; ++i) {
      logger.Info("line", {{"text", text}});
    }
    EXPECT_GT(logger.dropped_lines(), kLines / 2U);
  }
  // Generous: the test checks that nothing waits for the absent reader.
  EXPECT_LT(Steady::now() - start, seconds(20));
}

TEST(OutputTest, ALineThatTheSystemRefusesIsCounted) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  {
    const Logger logger = Unlimited(full, {});
    logger.Info("line");
    const Steady::time_point deadline = Steady::now() + seconds(20);
    while (logger.dropped_lines() == 0 && Steady::now() < deadline) {
      std::this_thread::yield();
    }
    EXPECT_EQ(logger.dropped_lines(), 1U);
  }
  ::close(full);
}

}  // namespace
}  // namespace motcua::log
