#pragma once

#include "motcua/base/uuid.h"
#include "motcua/outbox/event.h"

#include "store/message_rows.h"

namespace motcua::notification {

/// SmsEnded for the topic motcua.notification.sms.v1, key = message id. Contains no number and no
/// text.
outbox::Event MakeSmsEnded(const StoredMessage& stored, const Move& move, Instant now,
                           IdGenerator& ids, int epoch);

}  // namespace motcua::notification
