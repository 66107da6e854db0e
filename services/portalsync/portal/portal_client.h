#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/config/secret.h"
#include "motcua/http/client.h"

#include "portal/json_messages.h"
#include "portal/portal_session.h"
#include "usecase/ports.h"

namespace motcua::portalsync {

/// Address of the portal, and the account to use.
struct PortalAccess {
  /// Scheme, host and port.
  std::string address;
  /// PEM file of the certificate authorities to trust for https; empty: those of the system.
  std::string ca_file;
  /// Path before `/login` and `/service`, without a slash at its end.
  std::string base_path;
  std::string user;
  config::Secret password;
  std::string unit_code;
  /// Header `dstcode`: the destination on the integration bus; empty: none.
  std::string destination;
  std::chrono::milliseconds request_timeout{20'000};
};

/// `http://host[:port][/path]`, or the same with https, taken apart. INVALID_ARGUMENT /
/// PORTAL_URL_INVALID.
absl::Status ReadPortalUrl(const std::string& url, PortalAccess& access);

/// The connections to the portal, shared by all PortalClients; at most `connections` requests
/// are in progress.
http::ClientOptions PortalConnections(const PortalAccess& access, std::size_t connections);

/// The National Portal over HTTP and JSON: logs in, once more when the session has expired, and
/// limits the answer's size and time. Not thread-safe; `access`, `client` and `session`, which
/// may be shared by several, must outlive it.
class PortalClient final : public Portal {
 public:
  /// `may_ask` is asked before each request; after an error nothing is sent.
  PortalClient(
      const PortalAccess& access, http::Client& client, PortalSession& session,
      std::function<absl::Status()> may_ask = [] { return absl::OkStatus(); });

  LookedUp LookUp(const std::string& code) override;
  PortalAnswer SendDossier(const DossierMessage& message, bool updating) override;
  PortalAnswer SendProgress(const Fields& message) override;

 private:
  using MakeBody = std::function<std::string(const Caller&)>;
  /// The answer's body, or the reason why there is none.
  struct Reply {
    std::string body;
    PortalAnswer failure;
  };
  Reply Post(const std::string& path, std::string body);
  Reply Call(const MakeBody& make_body);
  PortalAnswer Change(const MakeBody& make_body);
  PortalAnswer LogIn(std::string& session);

  const PortalAccess& access_;
  http::Client& client_;
  PortalSession& session_;
  const std::function<absl::Status()> may_ask_;
};

}  // namespace motcua::portalsync
