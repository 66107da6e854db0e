#include "app/config.h"

namespace motcua::feedback {
namespace {

config::Program Describe() {
  return {.service = "feedback",
          .version = MOTCUA_VERSION,
          .summary_vi = "Phản ánh, kiến nghị và đánh giá mức độ hài lòng.",
          .summary_en = "Petitions with their own deadlines, and ratings of dossiers."};
}

}  // namespace

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  auto table = std::make_unique<config::OptionTable>(Describe());
  config.program.service = "feedback";
  config.program.version = MOTCUA_VERSION;
  program::AddStatefulOptions(*table, config.program);
  table->Add(&config.intake_targets, "INTAKE_TARGETS",
             {.required = true, .text = "Replicas of intake (host:port, ...)."});
  table->Add(&config.processing_targets, "PROCESSING_TARGETS",
             {.required = true, .text = "Replicas of processing (host:port, ...)."});
  return table;
}

}  // namespace motcua::feedback
