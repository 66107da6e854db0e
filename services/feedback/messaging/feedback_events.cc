#include "messaging/feedback_events.h"

#include "motcua/feedback/events/v1/feedback_events.pb.h"

#include "motcua/base/check.h"
#include "motcua/wire/time.h"

namespace motcua::feedback {
namespace {

using events::v1::DossierRated;
using events::v1::PetitionChanged;

std::string Text(std::string_view text) {
  return std::string(text);
}

}  // namespace

outbox::Event MakePetitionEvent(const command::Change<PetitionModel>& change, int epoch) {
  const Petition& petition = change.after;
  PetitionChanged message;
  message.set_petition_id(petition.id);
  message.set_code(petition.code);
  message.set_sequence(petition.revision);
  message.set_epoch(epoch);
  *message.mutable_occurred_at() = wire::ToProto(petition.last_occurred_at);
  message.set_state(Text(NameOf(petition.state)));
  if (change.before.has_value()) {
    message.set_previous_state(Text(NameOf(change.before->state)));
  }
  message.set_class_(Text(NameOf(petition.petition_class)));
  message.set_channel(Text(NameOf(petition.channel)));
  message.set_handling_agency(petition.handling_agency);
  message.set_about_agency(petition.about_agency);
  *message.mutable_sent_at() = wire::ToProto(petition.sent_at);
  *message.mutable_answer_due_at() = wire::ToProto(petition.deadlines.answer);
  wire::SetTime(petition.answered_at, message, &PetitionChanged::mutable_answered_at);
  outbox::Event event{.event_id = change.event_id,
                      .stream = "petition",
                      .key = petition.id,
                      .type = message.GetDescriptor()->full_name(),
                      .epoch = epoch,
                      .sequence = petition.revision,
                      .occurred_at = petition.last_occurred_at,
                      .traceparent = change.command->call.traceparent};
  MOTCUA_CHECK(message.SerializeToString(&event.payload));
  return event;
}

outbox::Event MakeRatingEvent(const command::Change<RatingModel>& change, int epoch) {
  const Rating& rating = change.decision;
  DossierRated message;
  message.set_dossier_id(rating.dossier.dossier_id);
  message.set_code(rating.dossier.code);
  message.set_score(rating.score);
  message.set_source(Text(NameOf(rating.source)));
  message.set_handling_agency(rating.dossier.handling_agency);
  message.set_procedure_code(rating.dossier.procedure_code);
  *message.mutable_occurred_at() = wire::ToProto(rating.rated_at);
  outbox::Event event{.event_id = change.event_id,
                      .stream = "rating",
                      .key = rating.dossier.dossier_id,
                      .type = message.GetDescriptor()->full_name(),
                      .epoch = epoch,
                      .sequence = 1,
                      .occurred_at = rating.rated_at,
                      .traceparent = change.command->call.traceparent};
  MOTCUA_CHECK(message.SerializeToString(&event.payload));
  return event;
}

}  // namespace motcua::feedback
