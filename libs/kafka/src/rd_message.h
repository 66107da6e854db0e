#pragma once

#include <librdkafka/rdkafka.h>

#include "motcua/kafka/message.h"

namespace motcua::kafka {

/// Copies a received message out of the client library.
Message FromRd(const rd_kafka_message_t& message);

/// Copies headers into a list that the caller owns until the library takes it.
rd_kafka_headers_t* ToRd(const Headers& headers);

}  // namespace motcua::kafka
