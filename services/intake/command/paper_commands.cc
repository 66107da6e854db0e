#include "command/paper_commands.h"

#include "store/paper_rows.h"

namespace motcua::intake {

absl::Status PaperCommands::Check(const command::Command<PaperModel>& command) const {
  return CheckPaper(command.request);
}

absl::StatusOr<command::Opening<PaperModel>> PaperCommands::Read(
    const Commands& commands, const std::vector<db::Result>& /*results*/,
    db::Transaction& /*transaction*/) const {
  command::Opening<PaperModel> opening;
  opening.places.resize(commands.size());
  return opening;
}

absl::StatusOr<PaperModel::Decision> PaperCommands::Decide(
    const command::Command<PaperModel>& command, const Surroundings& /*around*/, Paper& paper,
    Instant /*now*/) const {
  paper = command.request;
  paper.id = ids_.NewId();
  return PaperModel::Decision{};
}

void PaperCommands::Write(db::Transaction& transaction,
                          const std::vector<command::Written<PaperModel>>& papers,
                          const std::vector<command::Change<PaperModel>>& /*changes*/) const {
  std::vector<const Paper*> made;
  for (const command::Written<PaperModel>& paper : papers) {
    made.push_back(paper.after);
  }
  InsertPapers(transaction, made);
}

absl::Status PaperCommands::Unknown() const {
  return Error(absl::StatusCode::kNotFound, "PAPER_UNKNOWN", "no such paper; upload it first");
}

}  // namespace motcua::intake
