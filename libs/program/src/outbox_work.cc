#include "outbox_work.h"

#include "motcua/base/status_macros.h"
#include "motcua/kafka/producer.h"
#include "motcua/outbox/event_log.h"

namespace motcua::program {

absl::StatusOr<std::unique_ptr<kafka::Producer>> MakeProducer(const ProcessOptions& options) {
  return kafka::Producer::Create(
      {.brokers = options.kafka_brokers, .client_id = "motcua-" + options.service});
}

OutboxWork::OutboxWork(const ProcessOptions& options, const db::Connection::Options& connection,
                       const log::Logger& logger, metrics::Registry& metrics)
    : options_(options),
      connection_(connection),
      logger_(logger),
      published_(
          metrics.AddCounter("motcua_outbox_published_total", "Events acknowledged by the broker.")
              .With()),
      rebuilt_(metrics
                   .AddCounter("motcua_outbox_producer_rebuilds_total",
                               "Producers recreated after a failure.")
                   .With()),
      pending_(
          metrics.AddGauge("motcua_outbox_pending_events", "Events not acknowledged yet.").With()),
      oldest_(metrics
                  .AddGauge("motcua_outbox_oldest_event_age_seconds",
                            "Time the first of them has waited.")
                  .With()) {}

void OutboxWork::Start() {
  publisher_ = outbox::Publisher::Start(
      {.service = options_.service,
       .connection = connection_,
       .make_producer = [this] { return MakeProducer(options_); },
       .on_batch =
           [this](std::size_t events, bool rebuilt_producer) {
             published_.Increment(static_cast<double>(events));
             if (rebuilt_producer) {
               rebuilt_.Increment();
             }
           },
       .on_error = [this](const absl::Status& status) { logger_.Warn("outbox waits", status); }});
}

void OutboxWork::Notify() {
  if (publisher_ != nullptr) {
    publisher_->Notify();
  }
}

void OutboxWork::Stop() {
  if (publisher_ != nullptr) {
    publisher_->Stop();
  }
}

absl::Status OutboxWork::ReadGauges(db::Pool& pool, const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const outbox::Pending waiting, outbox::ReadPending(pool, call));
  pending_.Set(static_cast<double>(waiting.events));
  oldest_.Set(std::chrono::duration<double>(age_.Observe(waiting, std::chrono::steady_clock::now()))
                  .count());
  return absl::OkStatus();
}

}  // namespace motcua::program
