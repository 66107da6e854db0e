#include "app/config.h"

namespace motcua::portalsync {
namespace {

using namespace std::chrono_literals;

config::Program Describe() {
  return {.service = "portalsync",
          .version = MOTCUA_VERSION,
          .summary_vi = "Đồng bộ hồ sơ và tiến độ lên Cổng Dịch vụ công quốc gia.",
          .summary_en = "Synchronises dossiers and their progress to the National Portal."};
}

}  // namespace

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  auto table = std::make_unique<config::OptionTable>(Describe());
  config.program.service = "portalsync";
  config.program.version = MOTCUA_VERSION;
  program::AddStatefulOptions(*table, config.program);
  table->Add(&config.intake_targets, "INTAKE_TARGETS",
             {.required = true, .text = "Replicas of intake (host:port, ...)."});
  table->Add(&config.processing_targets, "PROCESSING_TARGETS",
             {.required = true, .text = "Replicas of processing (host:port, ...)."});
  table->Add(
      &config.portal_url, "PORTAL_URL",
      {.required = true, .text = "The portal or its adapter: http:// or https://host:port/path."});
  table->Add(&config.portal_ca_file, "PORTAL_CA_FILE",
             config::TextSpec{.text = "Authorities (PEM) to trust for an https portal; empty: "
                                      "the system's."});
  table->Add(&config.portal_user, "USER", {.required = true, .text = "User of the log-in."});
  table->Add(&config.portal_password, "PASSWORD",
             config::PlainSpec{.required = true, .text = "Password at the portal."});
  table->Add(&config.unit_code, "UNIT_CODE",
             {.required = true, .text = "Identifier of the province at the portal (madonvi)."});
  table->Add(&config.destination, "DESTINATION",
             config::TextSpec{.text = "Header dstcode on the integration bus; empty: none."});
  table->Add(&config.request_timeout, "REQUEST_TIMEOUT",
             {.min = 100ms,
              .max = kLongestRequest.value(),
              .text = "Time-out of one request to the portal."});
  table->Add(&config.first_back_off, "BACK_OFF_FIRST",
             {.min = 10ms,
              .max = 1min,
              .text = "Wait after the first failure; doubles with each further one."});
  table->Add(&config.most_back_off, "BACK_OFF_MOST",
             {.min = 10ms,
              .max = 1h,
              .text = "Longest wait between two attempts for a dossier; waits vary by a fifth."});
  table->Add(
      &config.failures_to_pause, "FAILURES_TO_PAUSE",
      config::IntegerSpec{
          .min = 1, .max = 1000, .text = "Consecutive failures after which only probes are sent."});
  table->Add(&config.probe_interval, "PROBE_INTERVAL",
             {.min = 10ms, .max = 10min, .text = "Time between probes of a portal that is down."});
  return table;
}

}  // namespace motcua::portalsync
