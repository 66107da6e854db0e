#include "app/config.h"

namespace motcua::processing {

namespace {

config::Program Describe() {
  return {.service = "processing",
          .version = MOTCUA_VERSION,
          .summary_vi = "Xử lý hồ sơ sau tiếp nhận: quy trình, thời hạn, kết quả.",
          .summary_en = "Processes dossiers after acceptance: workflow, deadlines, result."};
}

}  // namespace

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  auto table = std::make_unique<config::OptionTable>(Describe());
  config.program.service = "processing";
  config.program.version = MOTCUA_VERSION;
  program::AddStatefulOptions(*table, config.program);
  table->Add(&config.intake_targets, "INTAKE_TARGETS",
             {.required = true, .text = "Replicas of intake (host:port, ...)."});
  return table;
}

}  // namespace motcua::processing
