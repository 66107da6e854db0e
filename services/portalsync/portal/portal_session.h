#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "domain/answer.h"

namespace motcua::portalsync {

/// The session that all clients of this replica share. Thread-safe; one thread logs in, the others
/// wait for it.
///
/// After a refused log-in the next one waits for a minute: portals lock accounts (TCVN 14423:2026
/// 5.5.2.2 suggests five wrong ones).
class PortalSession {
 public:
  static constexpr std::chrono::seconds kRefusedPause{60};

  /// Logs in; on success `session` is the new one.
  using LogIn = std::function<PortalAnswer(std::string& session)>;

  /// The present session, or a new one by `log_in`. `answer` says why there is none.
  std::string Get(const LogIn& log_in, PortalAnswer& answer);
  /// `session` has expired: the next Get logs in again, unless another client already has.
  void Drop(const std::string& session);

 private:
  std::mutex mutex_;
  std::string session_;
  std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace motcua::portalsync
