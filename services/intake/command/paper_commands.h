#pragma once

#include "motcua/command/frame.h"

#include "domain/paper.h"

namespace motcua::intake {

/// The command handler for uploads (libs/command): each stores one paper, without event or audit
/// row (the command that refers to it has both). Thread-safe.
class PaperCommands final : public command::Handler<PaperModel> {
 public:
  explicit PaperCommands(IdGenerator& ids) : ids_(ids) {}

  absl::Status Check(const command::Command<PaperModel>& command) const override;
  std::vector<db::Query> Open(const Commands&, bool /*wait*/) const override { return {}; }
  absl::StatusOr<command::Opening<PaperModel>> Read(const Commands& commands,
                                                    const std::vector<db::Result>& results,
                                                    db::Transaction& transaction) const override;
  absl::StatusOr<PaperModel::Decision> Decide(const command::Command<PaperModel>& command,
                                              const Surroundings& around, Paper& paper,
                                              Instant now) const override;
  std::optional<outbox::Event> EventOf(const command::Change<PaperModel>&) const override {
    return std::nullopt;
  }
  void Write(db::Transaction& transaction, const std::vector<command::Written<PaperModel>>& papers,
             const std::vector<command::Change<PaperModel>>& changes) const override;
  absl::Status Unknown() const override;

 private:
  IdGenerator& ids_;
};

using PaperFrame = command::Frame<PaperModel>;

}  // namespace motcua::intake
