#include "messaging/dossier_moments.h"

#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/processing/events/v1/dossier_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/wire/time.h"

namespace motcua::notification {
namespace {

namespace intake = motcua::intake::events::v1;
namespace processing = motcua::processing::events::v1;

template <typename Event>
bool Is(const outbox::Event& event) {
  return event.type == Event::descriptor()->full_name();
}

// Supplements and payments have the same form from both owners.
template <typename Event>
bool TakeItems(const outbox::Event& event, DossierMoment& told) {
  Event message;
  if (!message.ParseFromString(event.payload)) {
    return false;
  }
  told.moment = Moment::kSupplementRequested;
  told.values.items = {message.items_vi().begin(), message.items_vi().end()};
  return true;
}
template <typename Event>
bool TakeAmount(const outbox::Event& event, DossierMoment& told) {
  Event message;
  if (!message.ParseFromString(event.payload)) {
    return false;
  }
  told.moment = Moment::kPaymentRequested;
  told.values.amount_vnd = message.amount_vnd();
  return true;
}

bool TakeMoment(const outbox::Event& event, DossierMoment& told) {
  if (Is<intake::SupplementRequested>(event)) {
    return TakeItems<intake::SupplementRequested>(event, told);
  }
  if (Is<processing::SupplementRequested>(event)) {
    return TakeItems<processing::SupplementRequested>(event, told);
  }
  if (Is<intake::PaymentRequested>(event)) {
    return TakeAmount<intake::PaymentRequested>(event, told);
  }
  if (Is<processing::PaymentRequested>(event)) {
    return TakeAmount<processing::PaymentRequested>(event, told);
  }
  if (Is<intake::DossierAccepted>(event)) {
    told.moment = Moment::kReceived;
  } else if (Is<processing::DossierFinished>(event)) {
    told.moment = Moment::kResultReady;
  } else if (Is<processing::ResultHandedOver>(event)) {
    told.moment = Moment::kHandedOver;
  } else if (Is<intake::DossierNotAccepted>(event) || Is<processing::DossierReturned>(event)) {
    told.moment = Moment::kRefused;
  } else if (Is<processing::DueDateExtended>(event)) {
    told.moment = Moment::kDueDateExtended;
  }
  return true;
}

}  // namespace

absl::StatusOr<DossierMoment> ReadDossierMoment(const outbox::Event& event) {
  DossierMoment told;
  type::v1::DossierEventHead head;
  if (!head.ParseFromString(event.payload) || !head.has_facts() || !TakeMoment(event, told)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload does not match the event's type");
  }
  told.facts = head.facts();
  told.values.code = told.facts.code();
  told.values.agency = told.facts.receiving_agency();
  if (told.facts.has_due_at()) {
    told.values.due_at = calendar::FormatVietnamese(wire::ToInstant(told.facts.due_at()));
  }
  return told;
}

}  // namespace motcua::notification
