#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/outbox/event.h"

namespace motcua::inbox {

/// INVALID_ARGUMENT / ENVELOPE_INVALID for an event whose columns PostgreSQL would always refuse:
/// such a message must become a dead letter and not be retried.
absl::Status CheckColumns(const outbox::Event& event);

/// FAILED_PRECONDITION / SCHEMA_UNKNOWN unless the type's package names a major version
/// (`motcua.intake.events.v1.DossierFiled`: 1) within [min_major, max_major].
absl::Status CheckMajor(std::string_view type, int min_major, int max_major);

/// Converts any bytes to text that PostgreSQL accepts and a terminal shows: what is not UTF-8
/// becomes U+FFFD, a control character '?'; at most `limit` bytes, cut between characters.
std::string AsText(std::string_view bytes, std::size_t limit);

}  // namespace motcua::inbox
