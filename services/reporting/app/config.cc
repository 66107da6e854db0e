#include "app/config.h"

namespace motcua::reporting {

namespace {

config::Program Describe() {
  return {.service = "reporting",
          .version = MOTCUA_VERSION,
          .summary_vi = "Báo cáo: biểu II.06a, hồ sơ quá hạn, chỉ tiêu.",
          .summary_en = "Reports: form II.06a, overdue dossiers, targets."};
}

}  // namespace

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  auto table = std::make_unique<config::OptionTable>(Describe());
  config.program.service = "reporting";
  config.program.version = MOTCUA_VERSION;
  program::AddStatefulOptions(*table, config.program);
  table->Add(&config.intake_targets, "INTAKE_TARGETS",
             {.required = true, .text = "Replicas of intake (host:port, ...)."});
  table->Add(&config.processing_targets, "PROCESSING_TARGETS",
             {.required = true, .text = "Replicas of processing (host:port, ...)."});
  table->Add(&config.feedback_targets, "FEEDBACK_TARGETS",
             {.required = true, .text = "Replicas of feedback (host:port, ...)."});
  return table;
}

}  // namespace motcua::reporting
