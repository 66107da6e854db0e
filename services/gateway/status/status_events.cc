#include "status/status_events.h"

#include "motcua/type/v1/dossier.pb.h"

namespace motcua::gateway {
namespace {

constexpr std::string_view kProcessingSource = "/motcua/processing";

}  // namespace

std::vector<absl::Status> StatusEvents::Take(const std::vector<kafka::Message>& messages) {
  std::vector<StatusCache::Told> told;
  for (const kafka::Message& message : messages) {
    type::v1::DossierEventHead head;
    if (!head.ParseFromString(message.value) || head.facts().lookup_key().empty() ||
        head.facts().sequence() <= 0) {
      on_event_(Outcome::kUnreadable);
      continue;
    }
    const bool from_processing = kafka::Header(message, "ce_source") == kProcessingSource;
    told.push_back({.lookup_key = head.facts().lookup_key(),
                    .entry = FromFacts(head.facts(), from_processing)});
  }
  if (told.empty()) {
    return std::vector<absl::Status>(messages.size());
  }
  const absl::StatusOr<std::vector<bool>> stored = cache_.PutEvents(told);
  if (!stored.ok()) {
    return {messages.size(), stored.status()};
  }
  for (const bool written : *stored) {
    on_event_(written ? Outcome::kStored : Outcome::kOlder);
  }
  return std::vector<absl::Status>(messages.size());
}

}  // namespace motcua::gateway
