#include "status/status_events.h"

#include "motcua/type/v1/dossier.pb.h"

namespace motcua::gateway {
namespace {

constexpr std::string_view kProcessingSource = "/motcua/processing";

}  // namespace

absl::Status StatusEvents::Take(const kafka::Message& message) {
  type::v1::DossierEventHead head;
  if (!head.ParseFromString(message.value) || head.facts().lookup_key().empty() ||
      head.facts().sequence() <= 0) {
    on_event_(Outcome::kUnreadable);
    return absl::OkStatus();
  }
  const bool from_processing = kafka::Header(message, "ce_source") == kProcessingSource;
  const StatusEntry entry = FromFacts(head.facts(), from_processing);
  const absl::StatusOr<bool> stored = cache_.PutEvent(head.facts().lookup_key(), entry);
  if (!stored.ok()) {
    return stored.status();
  }
  on_event_(*stored ? Outcome::kStored : Outcome::kOlder);
  return absl::OkStatus();
}

}  // namespace motcua::gateway
