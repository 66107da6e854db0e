#include "portal/portal_session.h"

namespace motcua::portalsync {

std::string PortalSession::Get(const LogIn& log_in, PortalAnswer& answer) {
  const std::lock_guard lock(mutex_);
  if (!session_.empty()) {
    return session_;
  }
  if (std::chrono::steady_clock::now() < not_before_) {
    answer = {.verdict = Verdict::kFailed, .message = "the portal refused the log-in"};
    return "";
  }
  std::string session;
  answer = log_in(session);
  if (answer.verdict == Verdict::kAccepted && !session.empty()) {
    session_ = session;
    return session_;
  }
  if (answer.verdict != Verdict::kFailed) {
    not_before_ = std::chrono::steady_clock::now() + kRefusedPause;
  }
  answer = {.verdict = Verdict::kFailed,
            .message = answer.verdict == Verdict::kFailed ? "log-in: " + answer.message
                                                          : "the portal refused the log-in"};
  return "";
}

void PortalSession::Drop(const std::string& session) {
  const std::lock_guard lock(mutex_);
  if (session_ == session) {
    session_.clear();
  }
}

}  // namespace motcua::portalsync
