#include "motcua/program/process_options.h"

namespace motcua::program {

void AddProcessOptions(config::OptionTable& table, ProcessOptions& options) {
  using namespace std::chrono_literals;
  table.Add(&options.grpc_listen, "GRPC_LISTEN", {.text = "Internal address of the gRPC server."});
  table.Add(&options.metrics_listen, "METRICS_LISTEN",
            {.text = "Address of /metrics, /livez, /readyz, /startupz."});
  table.Add(&options.kafka_brokers, "KAFKA_BROKERS",
            {.required = true, .text = "Kafka bootstrap addresses."});
  table.Add(&options.executor_threads, "EXECUTOR_THREADS",
            {.min = 1, .max = 512, .text = "Threads that serve calls."});
  table.Add(&options.executor_queue, "EXECUTOR_QUEUE",
            {.min = 1, .max = 100000, .text = "Calls that may wait for one."});
  table.Add(&options.drain_delay, "DRAIN_DELAY",
            {.max = 60s, .text = "Wait between not-ready and closing."});
  table.Add(&options.log_level, "LOG_LEVEL",
            {.one_of = {"debug", "info", "warn", "error"}, .text = "Least level that is written."});
}

}  // namespace motcua::program
