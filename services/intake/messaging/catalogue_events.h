#pragma once

#include <cstdint>
#include <string>

#include "motcua/outbox/event.h"

#include "domain/catalogue.h"

namespace motcua::intake {

/// What the events of one load share.
struct LoadContext {
  int epoch = 1;
  Instant at{};
  std::string traceparent;
};

// Stream `catalogue`, a compacted topic: the key names the fact, and each key counts its own
// sequence.

outbox::Event MakeCatalogueEvent(const Agency& agency, std::string event_id, std::int64_t sequence,
                                 const LoadContext& context);
outbox::Event MakeCatalogueEvent(const RuleSet& rule_set, std::string event_id,
                                 std::int64_t sequence, const LoadContext& context);
outbox::Event MakeCatalogueEvent(const Procedure& procedure, std::string event_id,
                                 std::int64_t sequence, const LoadContext& context);

}  // namespace motcua::intake
