// inbox_load DSN EVENTS BATCH nothing|counters|floor
//
// EVENTS events of EVENTS / 8 dossiers, in the order in which many dossiers move at once, BATCH of
// them together, on one thread:
//
//   nothing   through an inbox whose handler does nothing
//   counters  through reporting's inbox: dossiers, counters of days and months
//   floor     one statement that moves BATCH cursors and a COMMIT, nothing else
//
// DSN names a new database with the migrations of reporting. Prints a JSON object.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <boost/json.hpp>
#include <sys/resource.h>

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/outbox/event.h"
#include "motcua/wire/time.h"

#include "messaging/dossier_handler.h"

namespace motcua::bench {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr int kEventsOfADossier = 8;
constexpr int kAgencies = 300;

/// Like most events of many consumers.
class Nothing final : public inbox::EventHandler {
 public:
  bool Handles(const std::string&) const override { return true; }
  absl::Status Apply(const CallContext&, db::Transaction&, const outbox::Event&) override {
    return absl::OkStatus();
  }
};

kafka::Message MakeMessage(const std::string& dossier, int number, std::int64_t sequence) {
  const Instant received = std::chrono::sys_days(std::chrono::year(2026) / 3 / 2) + 3h +
                           std::chrono::hours(24 * (number % 20));
  type::v1::DossierEventHead head;
  type::v1::DossierFacts& facts = *head.mutable_facts();
  facts.set_dossier_id(dossier);
  facts.set_code("H19.901-260302-" + std::to_string(1000 + number));
  facts.set_lookup_key("H19901260302" + std::to_string(1000 + number));
  facts.set_epoch(1);
  facts.set_sequence(sequence);
  facts.set_revision(sequence);
  *facts.mutable_occurred_at() = wire::ToProto(received + std::chrono::hours(sequence));
  *facts.mutable_received_at() = wire::ToProto(received);
  *facts.mutable_due_at() = wire::ToProto(received + 240h);
  facts.set_state(sequence == 1                   ? type::v1::DOSSIER_STATE_RECEIVED
                  : sequence == kEventsOfADossier ? type::v1::DOSSIER_STATE_FINISHED
                                                  : type::v1::DOSSIER_STATE_IN_PROCESS);
  facts.set_channel(type::v1::CHANNEL_ONLINE);
  facts.set_procedure_code("1.000" + std::to_string(100 + number % 100));
  facts.set_procedure_version(1);
  facts.set_receiving_agency("H19." + std::to_string(number % kAgencies));
  facts.set_handling_agency("H19." + std::to_string(number % kAgencies));
  return outbox::ToMessage("processing", {.event_id = RandomIdGenerator().NewId(),
                                          .stream = "dossier",
                                          .key = dossier,
                                          .type = "motcua.processing.events.v1.DossierForwarded",
                                          .epoch = 1,
                                          .sequence = sequence,
                                          .occurred_at = received,
                                          .traceparent = {},
                                          .payload = head.SerializeAsString()});
}

/// In rounds: every dossier's first event, every dossier's second and so on, in groups of a
/// thousand dossiers.
std::vector<kafka::Message> MakeMessages(int events) {
  constexpr int kStretch = 1000;
  std::vector<std::string> dossiers;
  RandomIdGenerator ids;
  for (int i = 0; i < events / kEventsOfADossier; ++i) {
    dossiers.push_back(ids.NewId());
  }
  std::vector<kafka::Message> messages;
  for (std::size_t first = 0; first < dossiers.size(); first += kStretch) {
    const std::size_t end = std::min(dossiers.size(), first + kStretch);
    for (int sequence = 1; sequence <= kEventsOfADossier; ++sequence) {
      for (std::size_t i = first; i < end; ++i) {
        messages.push_back(MakeMessage(dossiers[i], static_cast<int>(i), sequence));
      }
    }
  }
  return messages;
}

constexpr db::Statement kFloor{"bench_floor", R"sql(
  INSERT INTO event_cursors AS c (consumer, key, source, epoch, sequence)
  SELECT 'bench', key, 'processing', 1, sequence FROM unnest($1::text[], $2::bigint[])
    AS u (key, sequence) ORDER BY key
  ON CONFLICT (consumer, key, source) DO UPDATE SET sequence = excluded.sequence
  WHERE c.sequence = excluded.sequence - 1 RETURNING key
)sql"};

absl::Status TakeFloor(db::Pool& pool, const std::vector<kafka::Message>& messages) {
  db::Array keys(db::Type::kText);
  db::Array sequences(db::Type::kBigint);
  for (const kafka::Message& message : messages) {
    MOTCUA_ASSIGN_OR_RETURN(const outbox::Event event, outbox::FromMessage(message));
    keys.Text(event.key);
    sequences.Int(event.sequence);
  }
  return pool.Run({}, "floor", [&](db::Transaction& transaction) {
    transaction.Write({kFloor, db::Params().Values(keys).Values(sequences)});
    return transaction.Commit();
  });
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

absl::Status Run(const std::string& dsn, int events, std::size_t batch, const std::string& what) {
  MOTCUA_ASSIGN_OR_RETURN(
      const auto pool, db::Pool::Create({.connection = {.dsn = dsn, .set_wise = true}, .size = 1}));
  Nothing nothing;
  reporting::DossierHandler counters(0);
  inbox::EventHandler& handler =
      what == "counters" ? static_cast<inbox::EventHandler&>(counters) : nothing;
  const auto inbox = inbox::Inbox::Create(
      *pool, handler,
      {.consumer = "bench." + what + std::to_string(batch), .source = "processing"});
  const std::vector<kafka::Message> messages = MakeMessages(events);
  const double cpu_before = CpuSeconds();
  const SteadyClock::time_point began = SteadyClock::now();
  for (std::size_t first = 0; first < messages.size(); first += batch) {
    const std::vector<kafka::Message> poll(
        messages.begin() + static_cast<std::ptrdiff_t>(first),
        messages.begin() + static_cast<std::ptrdiff_t>(std::min(messages.size(), first + batch)));
    if (what == "floor") {
      MOTCUA_RETURN_IF_ERROR(TakeFloor(*pool, poll));
      continue;
    }
    for (const absl::StatusOr<inbox::Taken>& taken : inbox->TakeMessages({}, poll)) {
      MOTCUA_RETURN_IF_ERROR(taken.status());
      if (*taken != inbox::Taken::kApplied) {
        return absl::InternalError("an event was not applied");
      }
    }
  }
  const std::chrono::duration<double> took = SteadyClock::now() - began;
  boost::json::object report;
  report["events"] = messages.size();
  report["batch"] = batch;
  report["per_second"] = static_cast<double>(messages.size()) / took.count();
  report["cpu_us"] = (CpuSeconds() - cpu_before) / static_cast<double>(messages.size()) * 1e6;
  std::cout << boost::json::serialize(report) << std::endl;
  return absl::OkStatus();
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 4) {
    std::cerr << "usage: inbox_load DSN EVENTS BATCH nothing|counters|floor\n";
    return 64;
  }
  const absl::Status status =
      motcua::bench::Run(words[0], std::stoi(words[1]), std::stoul(words[2]), words[3]);
  if (!status.ok()) {
    std::cerr << "inbox_load: " << status << '\n';
    return 1;
  }
  return 0;
}
