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

constexpr std::chrono::seconds kStepLimit = 30s;
/// Number of threads for the events of a page (all events of a key on one thread), and events per
/// transaction.
constexpr std::size_t kTakers = 2;
constexpr std::size_t kTogether = 200;
constexpr int kParkedKeys = 200;

CallContext SystemCall() {
  CallContext call;
  call.caller = "reporting";
  call.deadline = std::chrono::steady_clock::now() + kStepLimit;
  return call;
}

}  // namespace

Rebuilder::Rebuilder(PgGenerations& generations, const Clock& clock,
                     std::vector<RebuildSource> sources, metrics::Registry& registry)
    : generations_(generations),
      clock_(clock),
      sources_(std::move(sources)),
      events_(registry
                  .AddCounter("motcua_reporting_rebuild_events_total",
                              "Events of the owners' histories read by rebuilds.")
                  .With()),
      active_(registry
                  .AddGauge("motcua_reporting_active_generation_number",
                            "Generation of counters that reports are made from.")
                  .With()) {}

absl::StatusOr<std::optional<Generation>> Rebuilder::FindWork() {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Generation> all, generations_.List(SystemCall()));
  std::optional<Generation> work;
  for (const Generation& each : all) {
    if (each.state == GenerationState::kActive) {
      active_.Set(static_cast<double>(each.id));
    } else if (!work.has_value()) {
      work = each;
    }
  }
  return work;
}

absl::StatusOr<bool> Rebuilder::HasWork() {
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<Generation> work, FindWork());
  return work.has_value();
}

absl::StatusOr<bool> Rebuilder::Round(program::HeldShard& held) {
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<Generation> work, FindWork());
  if (work.has_value()) {
    MOTCUA_RETURN_IF_ERROR(work->state == GenerationState::kBuilding ? Build(*work, held)
                                                                     : Drop(*work, held));
  }
  // If it had its full time it was not finished; otherwise it waits for an answer of another
  // program.
  return held.ShouldEnd();
}

absl::Status Rebuilder::Build(const Generation& building, program::HeldShard& held) {
  // Intake first, so that the events on which those of processing build are present and need not be
  // pulled one by one.
  for (const RebuildSource& source : sources_) {
    MOTCUA_ASSIGN_OR_RETURN(const bool finished, ReadOn(building, source, held));
    if (!finished) {
      return absl::OkStatus();
    }
  }
  return Finish(building, held.lock());
}

absl::StatusOr<bool> Rebuilder::ReadOn(const Generation& building, const RebuildSource& source,
                                       program::HeldShard& held) {
  inbox::Inbox& inbox = *source.inboxes[static_cast<std::size_t>(building.slot)];
  MOTCUA_ASSIGN_OR_RETURN(RebuildPlace place,
                          generations_.ReadPlace(SystemCall(), building.id, source.name));
  while (!place.finished) {
    if (held.ShouldEnd()) {
      return false;
    }
    const absl::StatusOr<operations::HistoryPage> read =
        source.scan(SystemCall(), source.stream, place.page_token);
    if (Reason(read.status()) == "PAGE_TOKEN_INVALID" && !place.page_token.empty()) {
      // A token of another version of the owner. What was counted already is counted once.
      place.page_token.clear();
      continue;
    }
    MOTCUA_RETURN_IF_ERROR(read.status());
    MOTCUA_RETURN_IF_ERROR(TakePage(inbox, read->events));
    events_.Increment(static_cast<double>(read->events.size()));
    MOTCUA_FAILPOINT("reporting.after_page");
    place = {.page_token = read->next_page_token, .finished = read->next_page_token.empty()};
    MOTCUA_RETURN_IF_ERROR(
        generations_.SavePlace(SystemCall(), held.lock(), building.id, source.name, place));
    MOTCUA_RETURN_IF_ERROR(held.Check());
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
        std::vector<outbox::Event> together;
        const auto take = [&] {
          for (const auto& taken : inbox.TakeEvents(SystemCall(), together)) {
            ends[taker].Update(taken.status());
          }
          together.clear();
        };
        for (const outbox::Event& event : events) {
          if (std::hash<std::string>()(event.key) % kTakers == taker) {
            together.push_back(event);
          }
          if (together.size() == kTogether) {
            take();
          }
        }
        take();
      });
    }
  }
  const auto failed = std::ranges::find_if_not(ends, &absl::Status::ok);
  return failed == ends.end() ? absl::OkStatus() : *failed;
}

absl::Status Rebuilder::Finish(const Generation& building, db::ShardLock& lock) {
  // Live events may still be parked until their predecessors are pulled.
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
    return generations_.GiveUp(SystemCall(), lock, building, "REBUILD_DEAD_LETTERS", clock_.Now());
  }
  if (parked > 0 && dead == 0) {
    return absl::OkStatus();  // the next round tries again
  }
  MOTCUA_FAILPOINT("reporting.before_swap");
  MOTCUA_RETURN_IF_ERROR(generations_.Swap(SystemCall(), lock, building, clock_.Now()));
  MOTCUA_FAILPOINT("reporting.after_swap");
  active_.Set(static_cast<double>(building.id));
  return absl::OkStatus();
}

absl::Status Rebuilder::Drop(const Generation& dropped, program::HeldShard& held) {
  std::vector<std::string> consumers;
  for (const RebuildSource& source : sources_) {
    consumers.push_back(source.inboxes[static_cast<std::size_t>(dropped.slot)]->consumer());
  }
  bool gone = false;
  while (!gone && !held.ShouldEnd()) {
    MOTCUA_ASSIGN_OR_RETURN(gone,
                            generations_.DropBatch(SystemCall(), held.lock(), dropped, consumers));
    MOTCUA_FAILPOINT("reporting.after_drop_batch");
  }
  return held.Check();
}

}  // namespace motcua::reporting
