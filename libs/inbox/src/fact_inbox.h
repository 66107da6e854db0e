#pragma once

#include "base_inbox.h"

namespace motcua::inbox {

/// Facts without order: a row (consumer, event id) guards each effect.
class FactInbox final : public BaseInbox {
 public:
  using BaseInbox::BaseInbox;

  absl::Status CatchUp(const CallContext& call, const std::string& stream,
                       const std::string& key) override;
  absl::StatusOr<int> DrainParked(const CallContext&, int) override { return 0; }

 protected:
  absl::StatusOr<Outcome> TakeEvent(const CallContext& call, const outbox::Event& event,
                                    const kafka::Message& message) override;
  absl::StatusOr<int> RedriveEvent(const CallContext& call, const outbox::Event& event) override;

 private:
  /// True when the event is new; of two who take it at once, one waits for the other.
  absl::StatusOr<bool> Claim(db::Transaction& transaction, const outbox::Event& event);
};

}  // namespace motcua::inbox
