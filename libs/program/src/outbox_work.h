#pragma once

#include <memory>
#include <string>

#include "motcua/db/pool.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/outbox/pending_age.h"
#include "motcua/outbox/publisher.h"
#include "motcua/program/stateful_options.h"

namespace motcua::program {

absl::StatusOr<std::unique_ptr<kafka::Producer>> MakeProducer(const ProcessOptions& options);

/// The publisher of a program's events, with metrics. `Notify` may be called from any thread.
class OutboxWork {
 public:
  OutboxWork(const ProcessOptions& options, const db::Connection::Options& connection,
             const log::Logger& logger, metrics::Registry& metrics);

  void Start();
  void Notify();
  void Stop();
  absl::Status ReadGauges(db::Pool& pool, const CallContext& call);

 private:
  const ProcessOptions& options_;
  const db::Connection::Options& connection_;
  const log::Logger& logger_;
  metrics::Counter& published_;
  metrics::Counter& rebuilt_;
  metrics::Gauge& pending_;
  metrics::Gauge& oldest_;
  outbox::PendingAge age_;  // used by the thread that reads gauges
  std::unique_ptr<outbox::Publisher> publisher_;
};

}  // namespace motcua::program
