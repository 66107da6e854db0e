#pragma once

#include <set>
#include <string>
#include <vector>

#include "base_inbox.h"

namespace motcua::inbox {

/// The inbox of unordered facts: a row (consumer, event id) prevents a second effect.
class FactInbox final : public BaseInbox {
 public:
  using BaseInbox::BaseInbox;

  absl::Status CatchUp(const CallContext& call, const std::string& stream,
                       const std::string& key) override;
  absl::StatusOr<int> DrainParked(const CallContext&, int) override { return 0; }

 protected:
  absl::StatusOr<Outcome> TakeEvent(const CallContext& call, const outbox::Event& event,
                                    const kafka::Message& message) override;
  absl::Status TakeTogether(const CallContext& call, db::Transaction& transaction,
                            const Batch& batch, std::vector<std::optional<Outcome>>& outcomes,
                            bool& reached) override;
  absl::StatusOr<int> RedriveEvent(const CallContext& call, const outbox::Event& event) override;

 private:
  /// Returns the events that are new; if two replicas take one at the same time, one waits for the
  /// other.
  absl::StatusOr<std::set<std::string>> Claim(db::Transaction& transaction,
                                              const std::vector<std::string>& event_ids);
};

}  // namespace motcua::inbox
