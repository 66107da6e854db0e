#include "motcua/inbox/inbox.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "fact_inbox.h"
#include "ordered_inbox.h"

namespace motcua::inbox {

absl::Status EventHandler::ApplyAll(const CallContext& call, db::Transaction& transaction,
                                    const std::vector<const outbox::Event*>& events) {
  for (const outbox::Event* event : events) {
    MOTCUA_RETURN_IF_ERROR(Apply(call, transaction, *event));
  }
  return absl::OkStatus();
}

std::unique_ptr<Inbox> Inbox::Create(db::Pool& pool, EventHandler& handler, Options options) {
  if (options.ordered) {
    return std::make_unique<OrderedInbox>(pool, handler, std::move(options));
  }
  return std::make_unique<FactInbox>(pool, handler, std::move(options));
}

}  // namespace motcua::inbox
