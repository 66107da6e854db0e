#pragma once

#include "motcua/outbox/event.h"

#include "store/message_rows.h"

namespace motcua::notification {

/// SmsEnded of the topic motcua.notification.sms.v1, key = message id. No number, no text.
outbox::Event MakeSmsEnded(const StoredMessage& stored, const Move& move, Instant now,
                           const Telling& telling);

}  // namespace motcua::notification
