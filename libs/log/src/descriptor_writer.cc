#include "descriptor_writer.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <unistd.h>

namespace motcua::log {

void DescriptorWriter::GiveUpAt(std::chrono::steady_clock::time_point deadline) {
  give_up_at_ = deadline.time_since_epoch().count();
}

void DescriptorWriter::sink_it_(const spdlog::details::log_msg& message) {
  // If a full disk cut a line short, the next one starts on a new line.
  line_.clear();
  if (last_line_was_cut_) {
    line_ += '\n';
  }
  line_.append(message.payload.data(), message.payload.size());
  line_ += '\n';
  const Outcome outcome = WriteAll(line_);
  if (outcome == Outcome::kWritten) {
    last_line_was_cut_ = false;
    return;
  }
  ++dropped_;
  last_line_was_cut_ = last_line_was_cut_ || outcome == Outcome::kCut;
}

DescriptorWriter::Outcome DescriptorWriter::WriteAll(std::string_view bytes) {
  const std::size_t whole = bytes.size();
  const auto failed = [&] {
    return bytes.size() == whole ? Outcome::kNothingWritten : Outcome::kCut;
  };
  while (!bytes.empty()) {
    if (!WaitUntilWritable()) {
      return failed();
    }
    // A pipe that poll(2) calls writable takes PIPE_BUF bytes without blocking (pipe(7)), so a
    // reader that stops reading cannot hold this thread inside write(2).
    const ssize_t written =
        ::write(descriptor_, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      return failed();
    }
  }
  return Outcome::kWritten;
}

bool DescriptorWriter::WaitUntilWritable() const {
  // Short, so that GiveUpAt is noticed soon.
  constexpr int kLookEveryMs = 50;
  for (;;) {
    // After giving up, each line is tried once without waiting: thousands may still be queued.
    const bool given_up =
        std::chrono::steady_clock::now().time_since_epoch().count() >= give_up_at_;
    pollfd poll{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    if (::poll(&poll, 1, given_up ? 0 : kLookEveryMs) > 0) {
      return true;  // writable, or an error that write(2) will name
    }
    if (given_up) {
      return false;
    }
  }
}

}  // namespace motcua::log
