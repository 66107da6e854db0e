#include "motcua/program/shard_worker.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/guarded.h"
#include "motcua/base/status_macros.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// While another replica has the shard, each attempt costs a new connection.
constexpr std::chrono::seconds kTryEvery = 2s;
// An idle worker reports progress this often.
constexpr std::chrono::seconds kAskEvery = 5s;
static_assert(2 * kAskEvery < db::ShardLock::kSilence);
constexpr std::chrono::seconds kRound = 2s;
constexpr runtime::BackoffOptions kAway{.first = 100ms, .longest = 5s};
// Including jitter, below the silence after which the shard would be given away.
constexpr runtime::BackoffOptions kBroken{.first = 1s, .longest = 20s};

}  // namespace

ShardWorker::ShardWorker(Parts parts, const ShardWork& work, int shard)
    : parts_(std::move(parts)),
      work_(work),
      shard_(shard),
      away_(kAway),
      broken_(kBroken),
      task_(std::make_unique<runtime::PeriodicTask>(
          runtime::PeriodicTaskOptions{.interval = work.interval},
          [this](const std::stop_token& stop) { Look(stop); })) {}

ShardWorker::~ShardWorker() {
  Stop();
}

void ShardWorker::Stop() {
  task_->Stop();
  Lose();
}

void ShardWorker::Look(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const absl::Status status = RunGuarded([&] { return RunRounds(stop); });
    if (status.ok()) {
      return;
    }
    // The session may have died with the error, or before it.
    if (lock_ != nullptr && (Reason(status) == "FENCED" || !lock_->StillHeld().ok())) {
      Lose();
    }
    PutOff(status, stop);
  }
}

absl::Status ShardWorker::RunRounds(const std::stop_token& stop) {
  if (work_.has_work) {
    MOTCUA_ASSIGN_OR_RETURN(const bool has_work, work_.has_work());
    if (!has_work) {
      Lose();
      return absl::OkStatus();
    }
  }
  MOTCUA_RETURN_IF_ERROR(TryToHold());
  for (bool more = lock_ != nullptr; more && !stop.stop_requested();) {
    HeldShard held(*lock_, parts_.set_aside, shard_, stop, steady_clock::now() + kRound);
    MOTCUA_ASSIGN_OR_RETURN(more, work_.round(held));
    parts_.progress.SetToCurrentTime();
    away_.Reset();
    broken_.Reset();
    if (!more) {
      parts_.set_aside.ForgetGone();
    } else {
      MOTCUA_RETURN_IF_ERROR(held.Check());
      asked_ = steady_clock::now();
    }
  }
  if (work_.interval > kAskEvery) {
    Lose();  // waiting for the next round would leave its session silent for too long
  }
  return absl::OkStatus();
}

absl::Status ShardWorker::TryToHold() {
  const auto now = steady_clock::now();
  if (lock_ != nullptr) {
    if (now - asked_ >= kAskEvery) {
      asked_ = now;
      return lock_->StillHeld();
    }
    return absl::OkStatus();
  }
  if (now < next_try_) {
    return absl::OkStatus();
  }
  next_try_ = now + kTryEvery;
  MOTCUA_ASSIGN_OR_RETURN(lock_,
                          db::ShardLock::TryAcquire(parts_.connection, work_.purpose, shard_));
  asked_ = now;
  parts_.held.Set(lock_ != nullptr ? 1 : 0);
  return absl::OkStatus();
}

void ShardWorker::Lose() {
  if (lock_ != nullptr) {
    lock_.reset();
    next_try_ = {};
    // Whoever holds the shard next tries them.
    parts_.set_aside.Clear();
  }
  parts_.held.Set(0);
}

void ShardWorker::PutOff(const absl::Status& error, const std::stop_token& stop) {
  const bool away = IsRetryable(error);
  const std::chrono::milliseconds wait = (away ? away_ : broken_).Next();
  parts_.logger.Warn("shard work waits", error,
                     {{"purpose", work_.purpose}, {"shard", shard_}, {"wait_ms", wait.count()}});
  runtime::SleepUnlessStopped(wait, stop);
}

}  // namespace motcua::program
