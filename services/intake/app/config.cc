#include "app/config.h"

namespace motcua::intake {
namespace {

config::Program Describe() {
  return {
      .service = "intake",
      .version = MOTCUA_VERSION,
      .summary_vi = "Tiếp nhận hồ sơ: danh mục thủ tục, nộp, kiểm tra, tiếp nhận, từ chối.",
      .summary_en = "Receives dossiers: procedure catalogue, filing, checks, acceptance, refusal."};
}

}  // namespace

std::unique_ptr<config::OptionTable> MakeOptions(Config& config) {
  auto table = std::make_unique<config::OptionTable>(Describe());
  config.program.service = "intake";
  config.program.version = MOTCUA_VERSION;
  program::AddStatefulOptions(*table, config.program);
  table->Add(&config.processing_targets, "PROCESSING_TARGETS",
             {.required = true, .text = "Replicas of processing (host:port, ...)."});
  table->Add(
      &config.lookup_url, "LOOKUP_URL",
      {.text = "URL prefix of the dossier code in a receipt's QR code; empty: the code alone."});
  return table;
}

}  // namespace motcua::intake
