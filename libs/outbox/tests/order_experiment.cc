#include "order_experiment.h"

#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/uuid.h"
#include "motcua/db/transaction.h"
#include "motcua/outbox/event_log.h"

namespace motcua::outbox {
namespace {

using std::chrono::steady_clock;

constexpr int kWriters = 16;
constexpr int kDossiers = 50;
constexpr int kRollbackPercent = 5;
constexpr int kLongestThinkUs = 4000;

constexpr db::Statement kLockDossier{"lock_dossier",
                                     "SELECT sequence FROM hot_dossiers WHERE id = $1 FOR UPDATE"};
constexpr db::Statement kRaiseSequence{"raise_sequence",
                                       "UPDATE hot_dossiers SET sequence = $2 WHERE id = $1"};
constexpr db::Statement kFlush{"flush", "SELECT 1"};

double Percentile(std::vector<double>& sorted, double share) {
  return sorted.empty()
             ? 0
             : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

OrderExperiment::OrderExperiment(db::Connection::Options connection)
    : connection_(std::move(connection)) {
  const auto setup = db::Connection::Open(connection_).value();
  EXPECT_TRUE(setup
                  ->Script("CREATE TABLE hot_dossiers (id text PRIMARY KEY, sequence bigint);"
                           "INSERT INTO hot_dossiers SELECT 'dossier-' || n, 0"
                           " FROM generate_series(0, " +
                           std::to_string(kDossiers - 1) + ") AS n")
                  .ok());
}

void OrderExperiment::Write(std::chrono::seconds span, const std::function<void()>& committed) {
  const auto until = steady_clock::now() + span;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([this, i, until, &committed] { RunWriter(i, until, committed); });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
}

void OrderExperiment::RunWriter(int number, steady_clock::time_point until,
                                const std::function<void()>& committed) {
  std::mt19937 random(static_cast<unsigned>(number));
  std::uniform_int_distribution<int> think(0, kLongestThinkUs);
  std::uniform_int_distribution<int> percent(0, 99);
  std::uniform_int_distribution<int> dossier(0, kDossiers - 1);
  RandomIdGenerator ids;
  const auto connection = db::Connection::Open(connection_).value();
  while (steady_clock::now() < until) {
    const std::string key = "dossier-" + std::to_string(dossier(random));
    db::Transaction transaction(*connection);
    const absl::StatusOr<db::Result> row = transaction.Read({kLockDossier, db::Params().Text(key)});
    ASSERT_TRUE(row.ok()) << row.status();
    const std::int64_t sequence = row->OnlyInt() + 1;
    std::this_thread::sleep_for(std::chrono::microseconds(think(random)));
    transaction.Write({kRaiseSequence, db::Params().Text(key).Int(sequence)});
    Append(transaction, {{.event_id = ids.NewId(),
                          .stream = "dossier",
                          .key = key,
                          .type = "motcua.intake.events.v1.DossierFiled",
                          .sequence = sequence,
                          .occurred_at = std::chrono::time_point_cast<std::chrono::microseconds>(
                              std::chrono::system_clock::now()),
                          .traceparent = "",
                          .payload = std::string(300, 'x')}});
    ASSERT_TRUE(transaction.Read({kFlush, {}}).ok());  // the id is drawn long before the commit
    std::this_thread::sleep_for(std::chrono::microseconds(think(random)));
    if (percent(random) < kRollbackPercent) {
      continue;
    }
    ASSERT_TRUE(transaction.Commit().ok());
    {
      const std::lock_guard lock(mutex_);
      committed_.emplace(std::pair(key, sequence), steady_clock::now());
    }
    committed();
  }
}

std::size_t OrderExperiment::committed() const {
  const std::lock_guard lock(mutex_);
  return committed_.size();
}

OrderExperiment::Verdict OrderExperiment::Judge(const FakeBroker& broker) const {
  const std::lock_guard lock(mutex_);
  Verdict verdict{.committed = committed_.size()};
  std::set<std::pair<std::string, std::int64_t>> seen;
  std::map<std::string, std::int64_t> highest;
  std::vector<double> lags;
  for (const FakeBroker::Arrival& arrival : broker.arrivals()) {
    const std::pair<std::string, std::int64_t> event(arrival.key, arrival.sequence);
    if (!seen.insert(event).second) {
      ++verdict.repeated;
      continue;
    }
    verdict.out_of_order += arrival.sequence < highest[arrival.key] ? 1u : 0u;
    highest[arrival.key] = std::max(highest[arrival.key], arrival.sequence);
    const auto committed = committed_.find(event);
    EXPECT_NE(committed, committed_.end()) << "an event that was never committed arrived";
    if (committed != committed_.end()) {
      // It may arrive before the writer gets the answer to its commit.
      lags.push_back(std::max(
          0.0, std::chrono::duration<double, std::milli>(arrival.at - committed->second).count()));
    }
  }
  verdict.lost = static_cast<std::size_t>(
      std::count_if(committed_.begin(), committed_.end(),
                    [&](const auto& event) { return seen.count(event.first) == 0; }));
  std::sort(lags.begin(), lags.end());
  verdict.lag_p50_ms = Percentile(lags, 0.50);
  verdict.lag_p99_ms = Percentile(lags, 0.99);
  return verdict;
}

}  // namespace motcua::outbox
