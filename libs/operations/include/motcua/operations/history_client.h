#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "motcua/inbox/inbox.h"

namespace motcua::operations {

/// Reads from another program's EventHistoryService the events of a key after a sequence, one page
/// of at most 500: the `pull` of an inbox, which continues until a page is empty. `caller` names
/// this program; a page may take `page_limit` within the call's deadline. The function may be
/// copied and called from several threads.
///
/// Errors: those of the other program; UNAVAILABLE when it cannot be reached; UNAVAILABLE /
/// HISTORY_INVALID when its answer is not in order, of another key, or not events.
inbox::PullHistory MakePullHistory(const std::shared_ptr<grpc::Channel>& channel,
                                   std::string caller,
                                   std::chrono::milliseconds page_limit = std::chrono::seconds(2));

/// One page of another program's stream.
struct HistoryPage {
  std::vector<outbox::Event> events;
  /// Token for the next page; empty at the end.
  std::string next_page_token;
};
/// Reads a whole stream of another program, a page at a time, ordered by key and sequence; an empty
/// token is the beginning.
using ScanHistory = std::function<absl::StatusOr<HistoryPage>(
    const CallContext& call, const std::string& stream, const std::string& page_token)>;

/// Reads a stream from another program's EventHistoryService in pages of at most `page_size`
/// events. May be copied and called from several threads. Errors as for MakePullHistory;
/// INVALID_ARGUMENT / PAGE_TOKEN_INVALID for a token of another stream.
ScanHistory MakeScanHistory(const std::shared_ptr<grpc::Channel>& channel, std::string caller,
                            int page_size = 500,
                            std::chrono::milliseconds page_limit = std::chrono::seconds(10));

}  // namespace motcua::operations
