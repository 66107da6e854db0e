#include "command/message_commands.h"

#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"

namespace motcua::notification {
namespace {

// A message sent again by an operator is tried like a new one.
constexpr NextTry kAfresh{.afresh = true};

absl::Status NoSuchMessage() {
  return Error(absl::StatusCode::kNotFound, "MESSAGE_UNKNOWN", "no such message");
}

auto AsResolved(Resolution resolution) {
  return [resolution](const QuestionedMessage& questioned, Instant /*now*/) {
    return DecideResolve(questioned.stored.message, resolution);
  };
}

absl::StatusOr<Move> AsResent(const QuestionedMessage& questioned, Instant now) {
  return DecideResend(questioned.stored.message, questioned.delivered, now);
}

command::AuditRow AuditOf(const OperatorCommand& command, const Message& message) {
  return {.caller = command.call.caller,
          .method = command.key.method,
          .actor = command.header.actor,
          .subject = "message/" + message.id,
          .reason = command.header.reason,
          .traceparent = command.call.traceparent};
}

}  // namespace

absl::StatusOr<std::string> MessageCommands::Once(
    const OperatorCommand& command,
    absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body) const {
  return command::Once(
      parts_.pool, command.call, command.key,
      [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
        MOTCUA_RETURN_IF_ERROR(CheckDecider(command.header.actor, command.header.reason));
        MOTCUA_RETURN_IF_ERROR(command::CheckHeader(command.header, ""));
        return body(transaction);
      });
}

absl::StatusOr<std::string> MessageCommands::Resolve(const OperatorCommand& command,
                                                     Resolution resolution,
                                                     const EncodeMessage& encode) const {
  return AboutOne(command, AsResolved(resolution), encode);
}

absl::StatusOr<std::string> MessageCommands::ResolvePage(const OperatorCommand& command,
                                                         const PeriodPage& page,
                                                         Resolution resolution,
                                                         const EncodeOutcome& encode) const {
  return AboutPage(
      command, [&](db::Transaction& transaction) { return LockUnknown(transaction, page); },
      AsResolved(resolution), encode);
}

absl::StatusOr<std::string> MessageCommands::Resend(const OperatorCommand& command,
                                                    const EncodeMessage& encode) const {
  return AboutOne(command, AsResent, encode);
}

absl::StatusOr<std::string> MessageCommands::ResendPage(const OperatorCommand& command,
                                                        const PeriodPage& page,
                                                        const EncodeOutcome& encode) const {
  return AboutPage(
      command, [&](db::Transaction& transaction) { return LockFailed(transaction, page); },
      AsResent, encode);
}

absl::StatusOr<std::string> MessageCommands::AboutOne(const OperatorCommand& command, Decide decide,
                                                      const EncodeMessage& encode) const {
  return Once(command, [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
    const std::string& id = command.header.subject;
    if (!IsUuid(id)) {
      return NoSuchMessage();
    }
    MOTCUA_ASSIGN_OR_RETURN(const std::optional<QuestionedMessage> questioned,
                            LockQuestioned(transaction, id));
    if (!questioned.has_value()) {
      return NoSuchMessage();
    }
    const Instant now = parts_.clock.Now();
    MOTCUA_ASSIGN_OR_RETURN(const Move move, decide(*questioned, now));
    Write(transaction, questioned->stored, move, now);
    command::AppendAudit(transaction, {AuditOf(command, questioned->stored.message)});
    MOTCUA_ASSIGN_OR_RETURN(const db::Result after, transaction.Read(FindMessageQuery(id)));
    return encode(ReadMessageRow(after.front()));
  });
}

absl::StatusOr<std::string> MessageCommands::AboutPage(const OperatorCommand& command, Lock lock,
                                                       Decide decide,
                                                       const EncodeOutcome& encode) const {
  return Once(command, [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
    MOTCUA_ASSIGN_OR_RETURN(const QuestionedPage page, lock(transaction));
    const Instant now = parts_.clock.Now();
    std::vector<command::AuditRow> audit;
    Outcome outcome{.end = page.end};
    for (const QuestionedMessage& questioned : page.messages) {
      const absl::StatusOr<Move> move = decide(questioned, now);
      if (!move.ok()) {
        ++outcome.passed_over;
        continue;
      }
      Write(transaction, questioned.stored, *move, now);
      audit.push_back(AuditOf(command, questioned.stored.message));
      ++outcome.changed;
    }
    command::AppendAudit(transaction, audit);
    return encode(outcome);
  });
}

void MessageCommands::Write(db::Transaction& transaction, const StoredMessage& stored,
                            const Move& move, Instant now) const {
  WriteMove(transaction, stored, move, kAfresh, now, parts_.telling);
  if (move.state == MessageState::kCreated) {
    transaction.AfterCommit(parts_.on_message);
  }
}

}  // namespace motcua::notification
