#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/shard_worker.h"
#include "motcua/program/stateful_options.h"

#include "domain/delivery_rules.h"

namespace motcua::notification {

/// Maximum of SEND_TIMEOUT, so that an attempt ends before another replica may start one.
inline constexpr program::ItemLimit kLongestSend{std::chrono::seconds(15)};

/// The configuration of notification from its environment.
struct Config {
  program::StatefulOptions program;
  std::vector<std::string> intake_targets;
  std::vector<std::string> processing_targets;
  std::vector<std::string> gateway_targets;
  std::vector<std::string> feedback_targets;

  std::string kannel_url;
  std::string kannel_ca_file;
  std::string kannel_user;
  config::Secret kannel_password;
  std::string kannel_smsc;
  /// The sender's number or name of notices.
  std::string sender;
  int messages_per_second = 20;
  std::chrono::milliseconds send_timeout{10000};

  std::string callback_listen = "127.0.0.1:0";
  std::string callback_url;
  config::Secret callback_secret;

  config::Secret phone_key;
  /// The number to call, in texts and replies.
  std::string contact;
  std::string quiet_from = "21:00";
  std::string quiet_to = "07:00";
  int replies_per_second = 20;
  int replies_per_day = 20000;
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

/// Checks across options: INVALID_ARGUMENT / CONFIG_INVALID with the field.
absl::Status CheckConfig(const Config& config);
absl::StatusOr<QuietHours> ReadQuietHours(const Config& config);

}  // namespace motcua::notification
