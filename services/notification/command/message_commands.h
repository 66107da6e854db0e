#pragma once

#include <functional>
#include <optional>
#include <string>

#include <absl/functional/function_ref.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/command/header.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"

#include "domain/operator_decisions.h"
#include "store/pg_queries.h"
#include "store/questioned_messages.h"

namespace motcua::notification {

/// An operator's command about messages, as it was called. The subject of its header is a message's
/// id, or empty if it is about the messages of a period.
struct OperatorCommand {
  CallContext call;
  command::Key key;
  command::Header header;
};

/// The commands of operators about messages (command::Once): one transaction each, with an audit
/// row for each message. The result of `encode` is stored and returned again when the key is
/// repeated. Thread-safe.
///
/// Errors: those of command::Once, command::CheckHeader and CheckDecider; NOT_FOUND /
/// MESSAGE_UNKNOWN.
class MessageCommands {
 public:
  struct Parts {
    db::Pool& pool;
    const Telling& telling;
    const Clock& clock;
    /// Called after messages were released for sending again.
    std::function<void()> on_message;
  };
  explicit MessageCommands(Parts parts) : parts_(std::move(parts)) {}

  /// What was decided about a page of messages.
  struct Outcome {
    int changed = 0;
    int passed_over = 0;
    /// Empty after the last page.
    std::optional<Place> end;
  };
  using EncodeMessage = std::function<std::string(const MessageRow&)>;
  using EncodeOutcome = std::function<std::string(const Outcome&)>;

  /// Sets the outcome of an unknown message: the refusals of DecideResolve.
  absl::StatusOr<std::string> Resolve(const OperatorCommand& command, Resolution resolution,
                                      const EncodeMessage& encode) const;
  /// The same for a page of unknown messages.
  absl::StatusOr<std::string> ResolvePage(const OperatorCommand& command, const PeriodPage& page,
                                          Resolution resolution, const EncodeOutcome& encode) const;
  /// Sends a failed message again: the refusals of DecideResend.
  absl::StatusOr<std::string> Resend(const OperatorCommand& command,
                                     const EncodeMessage& encode) const;
  /// The same for a page of failed messages; those that must not be sent again are passed over.
  absl::StatusOr<std::string> ResendPage(const OperatorCommand& command, const PeriodPage& page,
                                         const EncodeOutcome& encode) const;

 private:
  using Decide = absl::FunctionRef<absl::StatusOr<Move>(const QuestionedMessage&, Instant now)>;
  using Lock = absl::FunctionRef<absl::StatusOr<QuestionedPage>(db::Transaction&)>;

  absl::StatusOr<std::string> Once(
      const OperatorCommand& command,
      absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body) const;
  absl::StatusOr<std::string> AboutOne(const OperatorCommand& command, Decide decide,
                                       const EncodeMessage& encode) const;
  absl::StatusOr<std::string> AboutPage(const OperatorCommand& command, Lock lock, Decide decide,
                                        const EncodeOutcome& encode) const;
  void Write(db::Transaction& transaction, const StoredMessage& stored, const Move& move,
             Instant now) const;

  const Parts parts_;
};

}  // namespace motcua::notification
