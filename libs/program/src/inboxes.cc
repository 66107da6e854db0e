#include "inboxes.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "outbox_work.h"
#include "own_call.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kRoundLimit = 30s;
constexpr int kParkedKeysPerRound = 100;
constexpr int kDeadLettersPerRound = 100;

}  // namespace

Inboxes::Inboxes(const ProcessOptions& options, db::Pool& pool, metrics::Registry& metrics,
                 operations::OperationsServiceImpl& shown)
    : options_(options),
      pool_(pool),
      metrics_(metrics),
      shown_(shown),
      dead_letters_(metrics.AddGauge("motcua_inbox_dead_letter_events",
                                     "Messages that could not be processed.", {"consumer"})),
      parked_(metrics.AddGauge("motcua_inbox_parked_events",
                               "Events that wait: for an earlier one, rules, or a dead letter.",
                               {"consumer"})) {}

inbox::Inbox& Inboxes::Add(inbox::EventHandler& handler, inbox::Inbox::Options options,
                           const std::string& topic) {
  entries_.push_back(std::make_unique<Entry>(metrics_, options.consumer));
  Entry& entry = *entries_.back();
  options.on_taken = [&entry](inbox::Taken taken, bool gap) { entry.counters.Count(taken, gap); };
  entry.inbox = inbox::Inbox::Create(pool_, handler, std::move(options));
  shown_.AddConsumer({.inbox = entry.inbox.get(),
                      .topic = topic,
                      .lag =
                          [&entry] {
                            return entry.feed == nullptr ? std::vector<kafka::Consumer::Lag>()
                                                         : entry.feed->lag();
                          },
                      .counters = &entry.counters});
  return *entry.inbox;
}

void Inboxes::SetFeed(const std::vector<inbox::Inbox*>& inboxes, const Feed& feed) {
  for (const std::unique_ptr<Entry>& entry : entries_) {
    if (std::ranges::find(inboxes, entry->inbox.get()) != inboxes.end()) {
      entry->feed = &feed;
    }
  }
}

absl::Status Inboxes::ReadGauges(const CallContext& call) {
  for (const std::unique_ptr<Entry>& entry : entries_) {
    MOTCUA_ASSIGN_OR_RETURN(const inbox::Inbox::Counts counts, entry->inbox->ReadCounts(call));
    dead_letters_.With({entry->inbox->consumer()}).Set(static_cast<double>(counts.dead_letters));
    parked_.With({entry->inbox->consumer()}).Set(static_cast<double>(counts.parked));
  }
  return absl::OkStatus();
}

absl::Status Inboxes::DrainParked() {
  // One inbox may wait for an owner that is unavailable; the others need not.
  absl::Status first_error;
  for (const std::unique_ptr<Entry>& entry : entries_) {
    first_error.Update(
        entry->inbox->DrainParked(OwnCall(options_.service, kRoundLimit), kParkedKeysPerRound)
            .status());
  }
  return first_error;
}

absl::Status Inboxes::PublishDeadLetters() {
  if (dead_letter_producer_ == nullptr) {
    MOTCUA_ASSIGN_OR_RETURN(dead_letter_producer_, MakeProducer(options_));
  }
  const absl::Status status =
      inbox::PublishDeadLetters(pool_, OwnCall(options_.service, kRoundLimit),
                                *dead_letter_producer_, kDeadLettersPerRound)
          .status();
  if (!status.ok()) {
    dead_letter_producer_.reset();
  }
  return status;
}

}  // namespace motcua::program
