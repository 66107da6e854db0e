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
/// Every message has its own connection: a kept one may be closed by the other side just
/// when the next request is written, and that message's outcome would be unknown.
class KannelGateway final : public SmsGateway {
 public:
  struct Options {
    /// Of the adapter, for rows and metrics: `kannel`.
    std::string name = "kannel";
    /// `http://host:port/cgi-bin/sendsms`, or the same with https.
    std::string url;
    /// PEM file of the certificate authorities to trust for https; empty: those of the system.
    std::string ca_file;
    std::string user;
    std::string password;
    /// Kannel's id of the link to use; if empty, Kannel chooses.
    std::string smsc;
    /// `http://host:port` of this program's call-backs, as seen by Kannel, and their secret.
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

/// The meaning of a complete answer of Kannel; any other is kUnclear (R3.4).
GatewayAnswer ReadKannelStatus(int http_status);

}  // namespace motcua::notification
