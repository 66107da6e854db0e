#pragma once

#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Adds metrics to another gateway, and logs when access is denied. Thread-safe.
class MeteredGateway final : public SmsGateway {
 public:
  MeteredGateway(SmsGateway& inner, metrics::Registry& registry, const log::Logger& logger);
  const std::string& name() const override { return inner_.name(); }
  Result Send(const Outgoing& message) override;

 private:
  SmsGateway& inner_;
  const log::Logger logger_;
  metrics::Family<metrics::Counter> attempts_;
  metrics::Family<metrics::Histogram> took_;
};

}  // namespace motcua::notification
