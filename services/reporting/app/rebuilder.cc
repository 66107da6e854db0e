#include "app/rebuilder.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"

namespace motcua::reporting {
namespace {

using namespace std::chrono_literals;

/// A round ends soon after this, so that a stop is not kept waiting and the lock is shown to live.
constexpr std::chrono::milliseconds kRound = 2s;
constexpr std::chrono::seconds kStepLimit = 30s;
/// Events of a page are taken by so many threads, those of one key by one.
constexpr std::size_t kTakers = 4;
constexpr int kParkedKeys = 200;

CallContext SystemCall() {
  CallContext call;
  call.caller = "reporting";
  call.deadline = std::chrono::steady_clock::now() + kStepLimit;
  return call;
}

bool Before(std::chrono::steady_clock::time_point until) {
  return std::chrono::steady_clock::now() < until;
}

}  // namespace

Rebuilder::Rebuilder(db::Connection::Options connection, PgGenerations& generations,
                     const Clock& clock, std::vector<RebuildSource> sources,
                     metrics::Registry& registry)
    : connection_(std::move(connection)),
      generations_(generations),
      clock_(clock),
      sources_(std::move(sources)),
      events_(registry
                  .AddCounter("motcua_reporting_rebuild_events_total",
                              "Events of the owners' histories read by rebuilds.")
                  .With()),
      active_(registry
                  .AddGauge("motcua_reporting_active_generation_number",
                            "Generation of counters that reports are made of.")
                  .With()) {}

absl::StatusOr<bool> Rebuilder::HaveLock() {
  if (lock_ == nullptr || !lock_->StillHeld().ok()) {
    lock_.reset();
    MOTCUA_ASSIGN_OR_RETURN(lock_, db::ShardLock::TryAcquire(connection_, "rebuild", 0));
  }
  return lock_ != nullptr;
}

absl::Status Rebuilder::RunRound() {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Generation> all, generations_.List(SystemCall()));
  const Until until = std::chrono::steady_clock::now() + kRound;
  const auto has_work = [](const Generation& each) {
    return each.state != GenerationState::kActive;
  };
  for (const Generation& each : all) {
    if (!has_work(each)) {
      active_.Set(static_cast<double>(each.id));
    }
  }
  const auto work = std::ranges::find_if(all, has_work);
  if (work == all.end()) {
    lock_.reset();  // an idle lock would only cost a connection
    return absl::OkStatus();
  }
  MOTCUA_ASSIGN_OR_RETURN(const bool mine, HaveLock());
  if (!mine) {
    return absl::OkStatus();  // another replica's work
  }
  return work->state == GenerationState::kBuilding ? Build(*work, until) : Drop(*work, until);
}

absl::Status Rebuilder::Build(const Generation& building, Until until) {
  // Intake first: what processing's events build on is there then, and is not asked for one by one.
  for (const RebuildSource& source : sources_) {
    MOTCUA_ASSIGN_OR_RETURN(const bool finished, ReadOn(building, source, until));
    if (!finished) {
      return absl::OkStatus();
    }
  }
  return Finish(building);
}

absl::StatusOr<bool> Rebuilder::ReadOn(const Generation& building, const RebuildSource& source,
                                       Until until) {
  inbox::Inbox& inbox = *source.inboxes[static_cast<std::size_t>(building.slot)];
  MOTCUA_ASSIGN_OR_RETURN(RebuildPlace place,
                          generations_.ReadPlace(SystemCall(), building.id, source.name));
  while (!place.finished) {
    if (!Before(until)) {
      return false;
    }
    MOTCUA_ASSIGN_OR_RETURN(const operations::HistoryPage page,
                            source.scan(SystemCall(), source.stream, place.page_token));
    MOTCUA_RETURN_IF_ERROR(TakePage(inbox, page.events));
    events_.Increment(static_cast<double>(page.events.size()));
    MOTCUA_FAILPOINT("reporting.after_page");
    place = {.page_token = page.next_page_token, .finished = page.next_page_token.empty()};
    MOTCUA_RETURN_IF_ERROR(
        generations_.SavePlace(SystemCall(), *lock_, building.id, source.name, place));
    MOTCUA_RETURN_IF_ERROR(lock_->StillHeld());
  }
  return true;
}

absl::Status Rebuilder::TakePage(inbox::Inbox& inbox,
                                 const std::vector<outbox::Event>& events) const {
  std::vector<absl::Status> ends(kTakers);
  {
    std::vector<std::jthread> takers;
    for (std::size_t taker = 0; taker < kTakers; ++taker) {
      takers.emplace_back([&, taker] {
        for (const outbox::Event& event : events) {
          if (std::hash<std::string>()(event.key) % kTakers != taker) {
            continue;
          }
          const auto taken = inbox.Take(SystemCall(), event);
          if (!taken.ok()) {
            ends[taker] = taken.status();
            return;
          }
        }
      });
    }
  }
  const auto failed = std::ranges::find_if_not(ends, &absl::Status::ok);
  return failed == ends.end() ? absl::OkStatus() : *failed;
}

absl::Status Rebuilder::Finish(const Generation& building) {
  // Live events whose predecessors had to be pulled may still wait.
  std::int64_t parked = 0;
  std::int64_t dead = 0;
  std::int64_t dead_before = 0;
  for (const RebuildSource& source : sources_) {
    const auto slot = static_cast<std::size_t>(building.slot);
    inbox::Inbox& inbox = *source.inboxes[slot];
    MOTCUA_RETURN_IF_ERROR(inbox.DrainParked(SystemCall(), kParkedKeys).status());
    MOTCUA_ASSIGN_OR_RETURN(const inbox::Inbox::Counts counts, inbox.ReadCounts(SystemCall()));
    MOTCUA_ASSIGN_OR_RETURN(const inbox::Inbox::Counts before,
                            source.inboxes[1 - slot]->ReadCounts(SystemCall()));
    parked += counts.parked;
    dead += counts.dead_letters;
    dead_before += before.dead_letters;
  }
  if (dead > dead_before) {
    return generations_.GiveUp(SystemCall(), *lock_, building, "REBUILD_DEAD_LETTERS",
                               clock_.Now());
  }
  if (parked > 0 && dead == 0) {
    return absl::OkStatus();  // the next round sees whether their owner answers
  }
  MOTCUA_FAILPOINT("reporting.before_swap");
  MOTCUA_RETURN_IF_ERROR(generations_.Swap(SystemCall(), *lock_, building, clock_.Now()));
  MOTCUA_FAILPOINT("reporting.after_swap");
  active_.Set(static_cast<double>(building.id));
  return absl::OkStatus();
}

absl::Status Rebuilder::Drop(const Generation& dropped, Until until) {
  std::vector<std::string> consumers;
  for (const RebuildSource& source : sources_) {
    consumers.push_back(source.inboxes[static_cast<std::size_t>(dropped.slot)]->consumer());
  }
  bool gone = false;
  while (!gone && Before(until)) {
    MOTCUA_ASSIGN_OR_RETURN(gone, generations_.DropBatch(SystemCall(), *lock_, dropped, consumers));
    MOTCUA_FAILPOINT("reporting.after_drop_batch");
  }
  return lock_->StillHeld();
}

}  // namespace motcua::reporting
