#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/kafka/producer.h"
#include "motcua/metrics/registry.h"
#include "motcua/operations/flow_counters.h"
#include "motcua/operations/operations_service.h"
#include "motcua/program/feed.h"
#include "motcua/program/process_options.h"

namespace motcua::program {

/// The inboxes of a program: counted, drained, their dead letters published. All are added before
/// the other functions are called, each of which belongs to one thread.
class Inboxes {
 public:
  /// `shown` tells operators of each inbox that is added.
  Inboxes(const ProcessOptions& options, db::Pool& pool, metrics::Registry& metrics,
          operations::OperationsServiceImpl& shown);

  inbox::Inbox& Add(inbox::EventHandler& handler, inbox::Inbox::Options options,
                    const std::string& topic);
  void SetFeed(const std::vector<inbox::Inbox*>& inboxes, const Feed& feed);

  absl::Status ReadGauges(const CallContext& call);
  absl::Status DrainParked();
  absl::Status PublishDeadLetters();

 private:
  struct Entry {
    Entry(metrics::Registry& metrics, const std::string& consumer) : counters(metrics, consumer) {}
    operations::FlowCounters counters;
    std::unique_ptr<inbox::Inbox> inbox;
    const Feed* feed = nullptr;
  };

  const ProcessOptions& options_;
  db::Pool& pool_;
  metrics::Registry& metrics_;
  operations::OperationsServiceImpl& shown_;
  metrics::Family<metrics::Gauge> dead_letters_;
  metrics::Family<metrics::Gauge> parked_;
  std::vector<std::unique_ptr<Entry>> entries_;
  std::unique_ptr<kafka::Producer> dead_letter_producer_;
};

}  // namespace motcua::program
