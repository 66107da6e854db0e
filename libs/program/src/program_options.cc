#include "motcua/program/program_options.h"

namespace motcua::program {

void AddProgramOptions(config::OptionTable& table, ProgramOptions& options) {
  using namespace std::chrono_literals;
  table.Add(&options.db_dsn, "DB_DSN",
            {.required = true, .text = "PostgreSQL connection of this program's own database."});
  table.Add(&options.db_pool_size, "DB_POOL_SIZE",
            {.min = 1, .max = 200, .text = "Connections kept for calls."});
  table.Add(&options.grpc_listen, "GRPC_LISTEN", {.text = "Internal address of the gRPC server."});
  table.Add(&options.metrics_listen, "METRICS_LISTEN",
            {.text = "Address of /metrics, /livez, /readyz, /startupz."});
  table.Add(&options.kafka_brokers, "KAFKA_BROKERS",
            {.required = true, .text = "Kafka bootstrap addresses."});
  table.Add(&options.province, "PROVINCE",
            {.required = true, .text = "Code of the province this installation serves."});
  table.Add(&options.simulation, "SIMULATION",
            {.text = "Simulated business time; fixed when the database is created."});
  table.Add(&options.executor_threads, "EXECUTOR_THREADS",
            {.min = 1, .max = 256, .text = "Threads that serve calls."});
  table.Add(&options.executor_queue, "EXECUTOR_QUEUE",
            {.min = 1, .max = 100000, .text = "Calls that may wait for one."});
  table.Add(&options.drain_delay, "DRAIN_DELAY",
            {.max = 60s, .text = "Wait between not-ready and closing."});
  table.Add(&options.log_level, "LOG_LEVEL",
            {.one_of = {"debug", "info", "warn", "error"}, .text = "Least level that is written."});
}

}  // namespace motcua::program
