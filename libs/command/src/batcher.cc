#include "motcua/command/batcher.h"

#include <algorithm>

namespace motcua::command {

Batcher::Batcher(Options options) : options_(std::move(options)) {
  for (int i = 0; i < options_.lanes; ++i) {
    lanes_.emplace_back([this] { Work(); });
  }
}

Batcher::~Batcher() {
  Stop();
}

std::unique_ptr<Batcher::Item> Batcher::Submit(Kind& kind, const std::string& line,
                                               std::unique_ptr<Item> item) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_ >= options_.limit) {
      return item;
    }
    const auto [place, made] = lines_.try_emplace({&kind, line});
    place->second.kind = &kind;
    place->second.items.push_back({std::move(item), std::chrono::steady_clock::now()});
    if (made) {
      ready_.push_back(place);
    }
    ++waiting_;
  }
  arrived_.notify_one();
  return nullptr;
}

void Batcher::Stop() {
  std::vector<std::thread> lanes;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    lanes.swap(lanes_);
  }
  arrived_.notify_all();
  for (std::thread& lane : lanes) {
    lane.join();
  }
  Lines dropped;
  {
    const std::lock_guard lock(mutex_);
    ready_.clear();
    dropped.swap(lines_);
    waiting_ = 0;
  }
}

std::size_t Batcher::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

void Batcher::Work() {
  for (;;) {
    Taken taken;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !ready_.empty(); });
      if (stopping_) {
        return;
      }
      taken = Take();
    }
    if (options_.on_batch) {
      options_.on_batch(taken.batch.size(), std::chrono::steady_clock::now() - taken.oldest);
    }
    taken.kind->Run(std::move(taken.batch));
    const std::lock_guard lock(mutex_);
    GiveBack(taken.lines);
  }
}

Batcher::Taken Batcher::Take() {
  const auto lanes = static_cast<std::size_t>(options_.lanes);
  const std::size_t share =
      std::clamp<std::size_t>((waiting_ + lanes - 1) / lanes, 1, options_.most);
  Taken taken{.kind = ready_.front()->second.kind, .oldest = SteadyTime::max()};
  for (auto next = ready_.begin(); next != ready_.end() && taken.batch.size() < share;) {
    Line& line = (*next)->second;
    if (line.kind != taken.kind) {
      ++next;
      continue;
    }
    // The whole line, if it fits: its commands are decided one after the other in the same batch.
    while (!line.items.empty() && taken.batch.size() < options_.most) {
      taken.oldest = std::min(taken.oldest, line.items.front().since);
      taken.batch.push_back(std::move(line.items.front().item));
      line.items.pop_front();
    }
    taken.lines.push_back(*next);
    next = ready_.erase(next);
  }
  waiting_ -= taken.batch.size();
  return taken;
}

void Batcher::GiveBack(const std::vector<Lines::iterator>& lines) {
  for (const Lines::iterator& place : lines) {
    if (place->second.items.empty()) {
      lines_.erase(place);
    } else {
      ready_.push_back(place);
      arrived_.notify_one();
    }
  }
}

}  // namespace motcua::command
