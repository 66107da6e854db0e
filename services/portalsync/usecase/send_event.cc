#include "usecase/send_event.h"

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/utf8.h"

namespace motcua::portalsync {
namespace {

using Outcome = SendResult::Outcome;

constexpr std::size_t kMaxWords = 500;
constexpr char kAlreadyThere[] = "tiến độ đã có tại Cổng / already at the portal";
constexpr char kOtherProgress[] =
    "tiến độ tại Cổng khác với hồ sơ / the portal has different progress here";

bool IsOf(const HeldProgress& held, const DossierEvent& event) {
  return held.at == PortalTime(event.occurred_at) &&
         held.state == std::to_string(dossier::WireNumber(event.state));
}

// An answer that ends the sending of this event.
absl::StatusOr<SendResult> Conclude(const CallContext& call, Queue& queue, const NextEvent& next,
                                    const PortalAnswer& answer, const std::string& message) {
  if (answer.verdict == Verdict::kFailed) {
    return SendResult{.outcome = Outcome::kPortalFailed,
                      .message = message,
                      .may_still_arrive = answer.may_still_arrive};
  }
  MOTCUA_RETURN_IF_ERROR(queue.Refuse(call, next, message));
  return SendResult{.outcome = Outcome::kRefused};
}

}  // namespace

absl::StatusOr<SendResult> SendEvent::Run(const CallContext& call, Queue& queue,
                                          const NextEvent& next) const {
  MOTCUA_FAILPOINT("portalsync.before_send");
  const LookedUp seen = portal_.LookUp(next.code);
  if (seen.answer.verdict != Verdict::kAccepted) {
    // A refused query is not the fault of the dossier.
    return SendResult{.outcome = Outcome::kPortalFailed,
                      .message = text::CutToCharacters(seen.answer.message, kMaxWords)};
  }
  const auto held = static_cast<int>(seen.held.progress.size());
  if (held >= next.position) {
    const HeldProgress& entry = seen.held.progress[static_cast<std::size_t>(next.position) - 1];
    if (IsOf(entry, next.event)) {
      return Acknowledge(call, queue, next, kAlreadyThere);
    }
    MOTCUA_RETURN_IF_ERROR(queue.Refuse(call, next, kOtherProgress));
    return SendResult{.outcome = Outcome::kRefused};
  }
  if (held < next.position - 1) {
    MOTCUA_RETURN_IF_ERROR(queue.Rewind(call, next, held));
    return SendResult{.outcome = Outcome::kRewound};
  }
  return Send(call, queue, next, seen.held);
}

absl::StatusOr<SendResult> SendEvent::Send(const CallContext& call, Queue& queue,
                                           const NextEvent& next, const HeldDossier& held) const {
  const bool dossier_there = next.status == EventStatus::kDossierSent && held.known &&
                             held.state == dossier::WireNumber(next.event.state);
  if (!dossier_there) {
    auto disclosed = applicants_.Disclose(call, next.dossier_id);
    if (!disclosed.ok()) {
      if (IsRetryable(disclosed.status())) {
        return disclosed.status();
      }
      MOTCUA_RETURN_IF_ERROR(queue.Refuse(call, next, "intake: " + Reason(disclosed.status())));
      return SendResult{.outcome = Outcome::kRefused};
    }
    const auto message = MakeDossierMessage(next, *disclosed);
    if (!message.ok()) {
      const ErrorMetadata fields = Metadata(message.status());
      MOTCUA_RETURN_IF_ERROR(queue.Refuse(
          call, next,
          "thiếu dữ liệu bắt buộc / incomplete: " + (fields.empty() ? "" : fields.front().second)));
      return SendResult{.outcome = Outcome::kRefused};
    }
    PortalAnswer answer = portal_.SendDossier(*message, held.known);
    if (answer.verdict == Verdict::kExists && !held.known) {
      answer = portal_.SendDossier(*message, true);
    }
    if (answer.verdict != Verdict::kAccepted) {
      return Conclude(call, queue, next, answer, Redact(answer.message, *disclosed));
    }
    MOTCUA_RETURN_IF_ERROR(queue.MarkDossierSent(call, next));
    MOTCUA_FAILPOINT("portalsync.after_dossier_sent");
  }
  const PortalAnswer answer = portal_.SendProgress(MakeProgressMessage(next));
  if (answer.verdict != Verdict::kAccepted) {
    return Conclude(call, queue, next, answer, text::CutToCharacters(answer.message, kMaxWords));
  }
  MOTCUA_FAILPOINT("portalsync.after_progress_sent");
  return Acknowledge(call, queue, next, text::CutToCharacters(answer.message, kMaxWords));
}

absl::StatusOr<SendResult> SendEvent::Acknowledge(const CallContext& call, Queue& queue,
                                                  const NextEvent& next,
                                                  const std::string& message) const {
  MOTCUA_FAILPOINT("portalsync.before_acknowledge");
  MOTCUA_RETURN_IF_ERROR(queue.Acknowledge(call, next, message, machine_.Now()));
  return SendResult{.outcome = Outcome::kAcknowledged};
}

}  // namespace motcua::portalsync
