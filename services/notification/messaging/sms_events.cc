#include "messaging/sms_events.h"

#include "motcua/notification/events/v1/sms_events.pb.h"

#include "motcua/wire/time.h"

namespace motcua::notification {

outbox::Event MakeSmsEnded(const StoredMessage& stored, const Move& move, Instant now,
                           IdGenerator& ids, int epoch) {
  const Message& message = stored.message;
  events::v1::SmsEnded payload;
  payload.set_message_id(message.id);
  payload.set_dossier_id(message.dossier_id);
  payload.set_event_id(message.event_id);
  payload.set_moment(std::string(ToString(message.moment)));
  payload.set_outcome(std::string(ToString(move.state)));
  payload.set_reason(std::string(move.reason));
  payload.set_gateway(stored.gateway);
  payload.set_parts(message.parts);
  *payload.mutable_occurred_at() = wire::ToProto(now);
  return {.event_id = ids.NewId(),
          .stream = "sms",
          .key = message.id,
          .type = payload.GetDescriptor()->full_name(),
          .epoch = epoch,
          .sequence = stored.told + 1,
          .occurred_at = now,
          .payload = payload.SerializeAsString()};
}

}  // namespace motcua::notification
