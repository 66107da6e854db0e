#include "motcua/inbox/inbox.h"

#include <utility>

#include "fact_inbox.h"
#include "ordered_inbox.h"

namespace motcua::inbox {

std::unique_ptr<Inbox> Inbox::Create(db::Pool& pool, EventHandler& handler, Options options) {
  if (options.ordered) {
    return std::make_unique<OrderedInbox>(pool, handler, std::move(options));
  }
  return std::make_unique<FactInbox>(pool, handler, std::move(options));
}

}  // namespace motcua::inbox
