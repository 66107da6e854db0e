#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace motcua::http {

/// Contiguous bytes that were read and not yet parsed. Starts small, because most connections of a
/// busy edge are idle, and grows only when one part of a message doesn't fit.
class ReadBuffer {
 public:
  explicit ReadBuffer(std::size_t max) : max_(std::max(max, kStart)) {}

  std::string_view data() const { return {bytes_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  /// Something must be consumed before more can be read.
  bool full() const { return end_ - begin_ == max_; }

  void Consume(std::size_t bytes) {
    begin_ += bytes;
    if (begin_ == end_) {
      begin_ = end_ = 0;
    }
  }

  /// Room to read into: at least one byte unless full().
  std::pair<char*, std::size_t> Room() {
    if (end_ == size_) {
      const std::size_t held = end_ - begin_;
      if (held * 2 > size_ || size_ == 0) {
        const std::size_t size = std::min(max_, std::max(kStart, size_ * 2));
        auto bigger = std::make_unique_for_overwrite<char[]>(size);
        if (held > 0) {
          std::memcpy(bigger.get(), bytes_.get() + begin_, held);
        }
        bytes_ = std::move(bigger);
        size_ = size;
      } else {
        std::memmove(bytes_.get(), bytes_.get() + begin_, held);
      }
      begin_ = 0;
      end_ = held;
    }
    return {bytes_.get() + end_, size_ - end_};
  }
  void Commit(std::size_t bytes) { end_ += bytes; }

 private:
  static constexpr std::size_t kStart = 4096;

  const std::size_t max_;
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace motcua::http
