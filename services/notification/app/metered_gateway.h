#pragma once

#include "motcua/metrics/registry.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Counts and times what another gateway does. Thread-safe.
class MeteredGateway final : public SmsGateway {
 public:
  MeteredGateway(SmsGateway& inner, metrics::Registry& registry);
  const std::string& name() const override { return inner_.name(); }
  Result Send(const Outgoing& message) override;

 private:
  SmsGateway& inner_;
  metrics::Family<metrics::Counter> attempts_;
  metrics::Family<metrics::Histogram> took_;
};

}  // namespace motcua::notification
