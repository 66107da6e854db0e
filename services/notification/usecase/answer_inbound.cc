#include "usecase/answer_inbound.h"

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"

namespace motcua::notification {
namespace {

constexpr std::string_view kAnswered = "answered";
constexpr std::string_view kFailed = "failed";

// Longest time to try before a citizen gets an answer that the system is busy.
constexpr int kMaxAttempts = 6;
constexpr std::chrono::seconds kRetryWait{5};
constexpr std::chrono::days kInvitationHolds{7};

InboundAnswer Reply(std::string text, std::string code = {}) {
  return {.result = kAnswered, .code = std::move(code), .text = std::move(text)};
}

bool Is(const absl::Status& status, std::string_view reason) {
  return Reason(status) == reason;
}

}  // namespace

absl::StatusOr<InboundAnswer> AnswerInbound::AnswerStatus(const CallContext& call,
                                                          const std::string& code,
                                                          const Inbound& inbound) const {
  const auto found = parts_.statuses.Find(call, code, inbound.phone);
  if (found.ok()) {
    return Reply(StatusReply(*found, options_.contact), found->code);
  }
  if (absl::IsNotFound(found.status()) || absl::IsInvalidArgument(found.status())) {
    return Reply(NotFoundReply(options_.contact), code);
  }
  if (Is(found.status(), "TOO_MANY_TRIES")) {
    return Reply(TooManyTriesReply(options_.contact), code);
  }
  return found.status();
}

absl::StatusOr<InboundAnswer> AnswerInbound::AnswerRating(const CallContext& call,
                                                          InboundQueue& queue,
                                                          const InboundCommand& command,
                                                          const Inbound& inbound) const {
  std::string code = command.code;
  if (code.empty()) {
    MOTCUA_ASSIGN_OR_RETURN(
        code, queue.FindInvitation(inbound.phone_hash, parts_.clock.Now() - kInvitationHolds));
    if (code.empty()) {
      return Reply(NothingToRateReply());
    }
  }
  if (command.score < 1 || command.score > 5) {
    return Reply(RatingRefusedReply("SCORE_INVALID", options_.contact), code);
  }
  if (!command.code.empty()) {
    // Only the applicant may rate a dossier. An invitation was sent to this number, but a code is
    // printed on paper.
    const auto found = parts_.statuses.Find(call, code, inbound.phone);
    if (!found.ok()) {
      return AnswerStatus(call, code, inbound);
    }
    if (!found->own) {
      return Reply(NotYoursReply(options_.contact), found->code);
    }
  }
  const auto rated = parts_.ratings.Rate(call, code, command.score);
  if (rated.ok()) {
    return Reply(RatedReply(*rated, command.score), *rated);
  }
  if (!IsRetryable(rated.status()) && !Reason(rated.status()).empty()) {
    return Reply(RatingRefusedReply(Reason(rated.status()), options_.contact), code);
  }
  return rated.status();
}

absl::StatusOr<InboundAnswer> AnswerInbound::Answer(const CallContext& call, InboundQueue& queue,
                                                    const Inbound& inbound) const {
  const InboundCommand command = ReadInbound(inbound.text);
  switch (command.kind) {
    case InboundKind::kStatus:
      return AnswerStatus(call, command.code, inbound);
    case InboundKind::kRating:
      return AnswerRating(call, queue, command, inbound);
    case InboundKind::kOptOut:
      return Reply(OptedOutReply(options_.contact));
    case InboundKind::kOptIn:
      return Reply(OptedInReply(options_.contact));
    case InboundKind::kHelp:
    case InboundKind::kUnknown:
      break;
  }
  return Reply(HelpReply(options_.contact));
}

absl::StatusOr<AnswerInbound::Done> AnswerInbound::Run(const CallContext& given,
                                                       InboundQueue& queue,
                                                       const Inbound& inbound) const {
  const auto finish = [&](const InboundAnswer& answer) {
    return queue.Finish(inbound, answer, parts_.clock.Now());
  };
  MOTCUA_ASSIGN_OR_RETURN(const SenderHistory history, queue.ReadHistory(inbound));
  const bool limited = queue.replies_today() >= options_.replies_per_day ||
                       IsLimited(inbound.kind, history, options_.limits);
  // What a citizen decided counts although the answer does not go out; opt-outs did so already.
  const bool decides = inbound.kind == InboundKind::kRating && !history.repeated;
  if (inbound.phone.empty() || (limited && !decides)) {
    return Done::kLimited;
  }
  CallContext call = given;
  call.idempotency_key = inbound.id;
  const auto answer = Answer(call, queue, inbound);
  MOTCUA_FAILPOINT("notification.after_answer");
  if (answer.ok()) {
    MOTCUA_RETURN_IF_ERROR(
        finish(limited ? InboundAnswer{.result = "limited", .code = answer->code} : *answer));
    return limited ? Done::kCounted : Done::kAnswered;
  }
  if (IsRetryable(answer.status()) && inbound.attempts + 1 < kMaxAttempts) {
    MOTCUA_RETURN_IF_ERROR(queue.Defer(inbound, kRetryWait));
    return Done::kDeferred;
  }
  MOTCUA_RETURN_IF_ERROR(
      finish({.result = kFailed, .text = limited ? "" : BusyReply(options_.contact)}));
  return Done::kFailed;
}

absl::Status AnswerInbound::FinishLimited(InboundQueue& queue,
                                          const std::vector<std::string>& ids) const {
  return ids.empty() ? absl::OkStatus() : queue.FinishLimited(ids, parts_.clock.Now());
}

}  // namespace motcua::notification
