#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "motcua/inbox/inbox.h"

namespace motcua::operations {

/// Asks another program's EventHistoryService for the events of a key after a sequence, one page of
/// at most 500: the `pull` of an inbox, which asks on until a page is empty. `caller` names this
/// program; a page may take `page_limit` within the call's deadline. The function may be copied and
/// called from several threads.
///
/// Errors: those of the other program; UNAVAILABLE when it cannot be reached; UNAVAILABLE /
/// HISTORY_INVALID when its answer is not in order, of another key, or not events.
inbox::PullHistory MakePullHistory(const std::shared_ptr<grpc::Channel>& channel,
                                   std::string caller,
                                   std::chrono::milliseconds page_limit = std::chrono::seconds(2));

}  // namespace motcua::operations
