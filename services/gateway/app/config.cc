#include "app/config.h"

namespace motcua::gateway {

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  using namespace std::chrono_literals;
  config.program.service = "gateway";
  config.program.version = MOTCUA_VERSION;
  auto table = std::make_unique<config::OptionTable>(config::Program{
      .service = "gateway",
      .version = MOTCUA_VERSION,
      .summary_vi = "Cổng vào của người dân và các cổng dịch vụ công: REST, tra cứu trạng thái.",
      .summary_en = "Public edge for citizens and portals: REST and status look-ups."});
  program::AddProcessOptions(*table, config.program);
  table->Add(&config.http_listen, "HTTP_LISTEN", {.text = "Public address of the REST edge."});
  table->Add(&config.http_threads, "HTTP_THREADS", {.min = 1, .max = 64, .text = "Event loops."});
  table->Add(&config.max_connections, "MAX_CONNECTIONS",
             {.min = 1, .max = 1000000, .text = "Connections at once."});
  table->Add(&config.max_connections_per_subnet, "MAX_CONNECTIONS_PER_SUBNET",
             {.min = 0, .max = 1000000, .text = "Of them from one /24 or /64; 0 behind a proxy."});
  table->Add(&config.behind_proxy, "BEHIND_PROXY",
             {.text = "Clients' addresses come from the last entry of X-Forwarded-For."});
  table->Add(&config.redis_address, "REDIS_ADDRESS",
             {.required = true, .text = "Redis, host:port or unix:/path."});
  table->Add(&config.intake_targets, "INTAKE_TARGETS",
             {.required = true, .text = "Replicas of intake (host:port, ...)."});
  table->Add(&config.processing_targets, "PROCESSING_TARGETS",
             {.required = true, .text = "Replicas of processing (host:port, ...)."});
  table->Add(&config.feedback_targets, "FEEDBACK_TARGETS",
             {.text = "Replicas of feedback; empty: no petitions and ratings here."});
  table->Add(&config.portal_credentials_file, "PORTAL_CREDENTIALS_FILE",
             {.required = true, .text = "JSON file with id and token of each portal."});
  table->Add(&config.max_fills, "MAX_FILLS",
             {.min = 1, .max = 10000, .text = "Look-ups at the owners at once."});
  table->Add(&config.owner_limit, "OWNER_LIMIT",
             {.min = 1ms, .max = 60s, .text = "Time for an owner's answer."});
  return table;
}

}  // namespace motcua::gateway
