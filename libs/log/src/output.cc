#include "motcua/log/output.h"

#include <unistd.h>

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>

#include "descriptor_writer.h"

namespace motcua::log {
namespace {

/// spdlog's bounded queue and thread, with our writer behind them.
class QueuedSink final : public LineSink {
 public:
  QueuedSink(int descriptor, OutputOptions output)
      : output_(output),
        writer_(std::make_shared<DescriptorWriter>(descriptor)),
        queue_(std::make_shared<spdlog::details::thread_pool>(output.queue_lines, 1)),
        logger_(std::make_shared<spdlog::async_logger>(
            "", writer_, queue_, spdlog::async_overflow_policy::overrun_oldest)) {}

  ~QueuedSink() override {
    writer_->GiveUpAt(std::chrono::steady_clock::now() + output_.drain_limit);
    logger_.reset();
    queue_.reset();  // writes what is queued, then joins the thread
  }

  void Write(std::string_view line) override {
    logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }

  std::uint64_t dropped_lines() const override {
    return queue_->overrun_counter() + writer_->dropped();
  }

 private:
  const OutputOptions output_;
  std::shared_ptr<DescriptorWriter> writer_;
  std::shared_ptr<spdlog::details::thread_pool> queue_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

}  // namespace

std::shared_ptr<LineSink> MakeDescriptorSink(int descriptor, OutputOptions output) {
  return std::make_shared<QueuedSink>(descriptor, output);
}

Logger ToStdout(LoggerOptions options, OutputOptions output) {
  return Logger(std::move(options), MakeDescriptorSink(STDOUT_FILENO, output));
}

}  // namespace motcua::log
