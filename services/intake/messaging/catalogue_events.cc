#include "messaging/catalogue_events.h"

#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/base/check.h"

#include "store/catalogue_document.h"

namespace motcua::intake {
namespace {

namespace published = motcua::intake::events::v1;

template <typename Message>
outbox::Event Make(const Message& message, std::string key, std::string event_id,
                   std::int64_t sequence, const LoadContext& context) {
  outbox::Event event{.event_id = std::move(event_id),
                      .stream = "catalogue",
                      .key = std::move(key),
                      .type = Message::descriptor()->full_name(),
                      .epoch = context.epoch,
                      .sequence = sequence,
                      .occurred_at = context.at,
                      .traceparent = context.traceparent};
  MOTCUA_CHECK(message.SerializeToString(&event.payload));
  return event;
}

}  // namespace

outbox::Event MakeCatalogueEvent(const Agency& agency, std::string event_id, std::int64_t sequence,
                                 const LoadContext& context) {
  published::AgencyPublished message;
  *message.mutable_agency() = ToDocument(agency);
  return Make(message, "agency/" + agency.code, std::move(event_id), sequence, context);
}

outbox::Event MakeCatalogueEvent(const RuleSet& rule_set, std::string event_id,
                                 std::int64_t sequence, const LoadContext& context) {
  published::RuleSetPublished message;
  *message.mutable_rule_set() = ToDocument(rule_set);
  return Make(message, "rule-set/" + rule_set.id, std::move(event_id), sequence, context);
}

outbox::Event MakeCatalogueEvent(const Procedure& procedure, std::string event_id,
                                 std::int64_t sequence, const LoadContext& context) {
  published::ProcedurePublished message;
  *message.mutable_procedure() = ToDocument(procedure);
  return Make(message, "procedure/" + procedure.code + "/" + std::to_string(procedure.version),
              std::move(event_id), sequence, context);
}

}  // namespace motcua::intake
