#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/http/client.h"
#include "motcua/http/server_url.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Hands messages over to Kannel's smsbox by authenticated POST: number, user and password in
/// X-Kannel-* headers, never in a URL (ASVS 14.2.1). Thread-safe.
///
/// Every message has a connection of its own: one kept alive may be closed by the other side just
/// when the next request is written, and that message's outcome would be unknown.
class KannelGateway final : public SmsGateway {
 public:
  struct Options {
    /// Of the adapter, for rows and metrics: `kannel`.
    std::string name = "kannel";
    /// `http://host:port/cgi-bin/sendsms`, or the same with https.
    std::string url;
    /// PEM file of those who may vouch for it by https; empty: whom the system knows.
    std::string ca_file;
    std::string user;
    std::string password;
    /// Kannel's id of the link to use; empty leaves the choice to it.
    std::string smsc;
    /// `http://host:port` of this program's call-backs, as Kannel reaches it, and their secret.
    std::string callback_url;
    std::string callback_secret;
    std::chrono::milliseconds timeout{10000};
  };
  /// INVALID_ARGUMENT / KANNEL_URL_INVALID.
  static absl::StatusOr<std::unique_ptr<KannelGateway>> Create(Options options);

  const std::string& name() const override { return options_.name; }
  Result Send(const Outgoing& message) override;

 private:
  KannelGateway(Options options, http::ServerUrl url);
  const Options options_;
  const std::string path_;
  http::Client client_;
};

/// How a complete answer of Kannel's is read; any other is kUnclear (R3.4).
GatewayAnswer ReadKannelStatus(int http_status);

}  // namespace motcua::notification
