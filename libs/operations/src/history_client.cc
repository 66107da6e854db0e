#include "motcua/operations/history_client.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "motcua/operations/v1/operations_service.grpc.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/rpc/client.h"

#include "event_record.h"

namespace motcua::operations {
namespace {

constexpr int kPage = 500;

absl::Status NotTheHistory() {
  return Error(absl::StatusCode::kUnavailable, "HISTORY_INVALID",
               "The other program's answer is not the requested history.");
}

class HistoryClient {
 public:
  HistoryClient(const std::shared_ptr<grpc::Channel>& channel, std::string caller,
                std::chrono::milliseconds page_limit)
      : stub_(v1::EventHistoryService::NewStub(channel)),
        caller_(std::move(caller)),
        page_limit_(page_limit) {}

  absl::StatusOr<std::vector<outbox::Event>> Pull(const CallContext& call,
                                                  const std::string& stream, const std::string& key,
                                                  std::int64_t after_sequence) const {
    v1::ListEventsRequest request;
    request.set_stream(stream);
    request.set_key(key);
    request.set_after_sequence(after_sequence);
    request.set_limit(kPage);
    v1::ListEventsResponse page;
    MOTCUA_RETURN_IF_ERROR(rpc::Call(call, caller_, page_limit_, [&](grpc::ClientContext* context) {
      return stub_->ListEvents(context, request, &page);
    }));
    std::vector<outbox::Event> events;
    for (const v1::EventRecord& record : page.events()) {
      MOTCUA_ASSIGN_OR_RETURN(outbox::Event event, FromRecord(record));
      if (event.stream != stream || event.key != key || event.sequence <= after_sequence) {
        return NotTheHistory();
      }
      after_sequence = event.sequence;
      events.push_back(std::move(event));
    }
    return events;
  }

  absl::StatusOr<HistoryPage> Scan(const CallContext& call, const std::string& stream,
                                   const std::string& page_token, int page_size) const {
    v1::ScanEventsRequest request;
    request.set_stream(stream);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    v1::ScanEventsResponse answer;
    MOTCUA_RETURN_IF_ERROR(rpc::Call(call, caller_, page_limit_, [&](grpc::ClientContext* context) {
      return stub_->ScanEvents(context, request, &answer);
    }));
    HistoryPage page{.events = {}, .next_page_token = answer.next_page_token()};
    for (const v1::EventRecord& record : answer.events()) {
      MOTCUA_ASSIGN_OR_RETURN(outbox::Event event, FromRecord(record));
      if (event.stream != stream) {
        return NotTheHistory();
      }
      page.events.push_back(std::move(event));
    }
    // A token without progress would make the caller repeat the same page forever.
    if (!page.next_page_token.empty() &&
        (page.events.empty() || page.next_page_token == page_token)) {
      return NotTheHistory();
    }
    return page;
  }

 private:
  const std::unique_ptr<v1::EventHistoryService::Stub> stub_;
  const std::string caller_;
  const std::chrono::milliseconds page_limit_;
};

}  // namespace

inbox::PullHistory MakePullHistory(const std::shared_ptr<grpc::Channel>& channel,
                                   std::string caller, std::chrono::milliseconds page_limit) {
  const auto client = std::make_shared<HistoryClient>(channel, std::move(caller), page_limit);
  return [client](const CallContext& call, const std::string& stream, const std::string& key,
                  std::int64_t after_sequence) {
    return client->Pull(call, stream, key, after_sequence);
  };
}

ScanHistory MakeScanHistory(const std::shared_ptr<grpc::Channel>& channel, std::string caller,
                            int page_size, std::chrono::milliseconds page_limit) {
  const auto client = std::make_shared<HistoryClient>(channel, std::move(caller), page_limit);
  return [client, page_size](const CallContext& call, const std::string& stream,
                             const std::string& page_token) {
    return client->Scan(call, stream, page_token, page_size);
  };
}

}  // namespace motcua::operations
