#include "handler_watch.h"

#include <algorithm>
#include <utility>

namespace motcua::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

std::int64_t SteadyNanoseconds() {
  return nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

HandlerWatch::HandlerWatch(milliseconds limit, std::function<void()> on_stuck)
    : limit_(limit),
      on_stuck_(std::move(on_stuck)),
      task_({.interval = std::clamp(limit / 4, milliseconds{10}, milliseconds{1000})},
            [this](const std::stop_token&) { Look(); }) {}

void HandlerWatch::Begin() {
  began_ = SteadyNanoseconds();
}

void HandlerWatch::End() {
  began_ = 0;
}

void HandlerWatch::Look() {
  const std::int64_t began = began_;
  if (began != 0 && began != reported_ &&
      nanoseconds(SteadyNanoseconds() - began) > nanoseconds(limit_)) {
    reported_ = began;
    if (on_stuck_) {
      on_stuck_();
    }
  }
}

}  // namespace motcua::kafka
