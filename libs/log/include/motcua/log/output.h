#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "motcua/log/logger.h"

namespace motcua::log {

struct OutputOptions {
  /// Lines kept while the reader is slow; beyond that the oldest are dropped.
  std::size_t queue_lines = 8192;
  /// How long the destructor of the logger waits for a reader to take the last lines.
  std::chrono::milliseconds drain_limit{2000};
};

/// A logger that writes to stdout from a separate thread.
Logger ToStdout(LoggerOptions options, OutputOptions output = {});

/// The sink behind it, for any file descriptor; it does not close the descriptor. The destructor
/// writes what is queued, for at most `drain_limit`.
std::shared_ptr<LineSink> MakeDescriptorSink(int descriptor, OutputOptions output = {});

}  // namespace motcua::log
