#include "motcua/operations/operations_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/time_text.h"
#include "motcua/outbox/event_log.h"
#include "motcua/outbox/reemit.h"
#include "motcua/rpc/page.h"
#include "motcua/wire/time.h"

#include "timestamps.h"

namespace motcua::operations {
namespace {

constexpr char kService[] = "motcua.operations.v1.OperationsService/";
constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 200;
constexpr int kDefaultRate = 500;
constexpr int kMaxRate = 10'000;
/// Duration of one part of a time range: short, because it occupies a thread, and a stop waits for
/// it.
constexpr std::chrono::seconds kReEmitPart{5};
/// Time reserved for the answer to reach a caller with a deadline.
constexpr std::chrono::milliseconds kAnswerTime{500};

void ReadLag(const OperationsServiceImpl::Consumer& entry, v1::ConsumerFlow& flow) {
  if (!entry.lag) {
    return;
  }
  for (const kafka::Consumer::Lag& lag : entry.lag()) {
    if (lag.topic == entry.topic) {
      flow.set_lag(flow.lag() + lag.messages);
      flow.set_partitions(flow.partitions() + 1);
    }
  }
}

v1::DeadLetter ToProto(const inbox::DeadLetter& letter) {
  v1::DeadLetter proto;
  proto.set_event_id(letter.event_id);
  proto.set_consumer(letter.consumer);
  proto.set_topic(letter.topic);
  proto.set_key(letter.key);
  proto.set_sequence(letter.sequence);
  proto.set_type(letter.type);
  proto.set_reason(letter.reason);
  proto.set_message(letter.message);
  *proto.mutable_at() = wire::ToProto(letter.at);
  return proto;
}

std::string TokenAfter(const std::string& asked_consumer, const inbox::DeadLetter& last) {
  return rpc::MakePageToken(asked_consumer, {FormatUtc(last.at), last.event_id, last.consumer});
}

absl::StatusOr<std::optional<inbox::DeadLetterPosition>> ReadPosition(
    const v1::ListDeadLettersRequest& request) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(request.consumer(), request.page_token(), 3));
  if (texts.empty()) {
    return std::nullopt;
  }
  const absl::StatusOr<Instant> at = ParseRfc3339(texts[0]);
  if (!at.ok()) {
    return rpc::InvalidPageToken();
  }
  return inbox::DeadLetterPosition{.at = *at, .event_id = texts[1], .consumer = texts[2]};
}

v1::SetAsideItem ToProto(const std::string& worker, std::size_t shard, const ItemSetAside& item) {
  v1::SetAsideItem proto;
  proto.set_worker(worker);
  proto.set_shard(static_cast<int>(shard));
  proto.set_item(item.item);
  proto.set_reason(item.reason);
  proto.set_message(item.message);
  *proto.mutable_since() = wire::ToProto(item.since);
  proto.set_tries(item.tries);
  *proto.mutable_again_at() = wire::ToProto(item.again_at);
  return proto;
}

absl::StatusOr<std::size_t> CheckPageSize(int asked) {
  if (asked < 0) {
    return FieldError("page_size", "PAGE_SIZE_INVALID", "The page size must be 0 or greater.");
  }
  return static_cast<std::size_t>(asked == 0 ? kDefaultPage : std::min(asked, kMaxPage));
}

absl::Status RangeError(std::string_view field, std::string_view message) {
  return FieldError(field, "RANGE_INVALID", message);
}

/// What to emit again: a time range, or none for a key.
absl::StatusOr<std::optional<outbox::TimeRange>> CheckRange(const v1::ReEmitRequest& request) {
  if (request.stream().empty()) {
    return FieldError("stream", "STREAM_MISSING", "Name the stream, for example `dossier`.");
  }
  const bool by_key = !request.key().empty();
  if (by_key && (request.has_from() || request.has_to())) {
    return RangeError("key", "Give either a key or a time range, not both.");
  }
  if (by_key) {
    return std::nullopt;
  }
  if (!request.has_from() && !request.has_to()) {
    return RangeError("key", "Give a key or a time range.");
  }
  if (!request.has_from() || !request.has_to()) {
    return RangeError(request.has_from() ? "to" : "from", "A time range needs a start and an end.");
  }
  outbox::TimeRange range{.stream = request.stream()};
  MOTCUA_ASSIGN_OR_RETURN(range.from, CheckedInstant("from", "RANGE_INVALID", request.from()));
  MOTCUA_ASSIGN_OR_RETURN(range.to, CheckedInstant("to", "RANGE_INVALID", request.to()));
  if (range.from >= range.to) {
    return RangeError("to", "The time range must end after it begins.");
  }
  return range;
}

absl::StatusOr<int> CheckRate(const v1::ReEmitRequest& request) {
  if (request.events_per_second() < 0) {
    return FieldError("events_per_second", "RATE_INVALID", "The rate must be 0 or greater.");
  }
  return request.events_per_second() == 0 ? kDefaultRate
                                          : std::min(request.events_per_second(), kMaxRate);
}

}  // namespace

OperationsServiceImpl::OperationsServiceImpl(const rpc::Edge& edge, db::Pool& pool,
                                             std::function<void()> on_reemit)
    : edge_(edge), pool_(pool), on_reemit_(std::move(on_reemit)) {}

grpc::ServerUnaryReactor* OperationsServiceImpl::GetFlow(grpc::CallbackServerContext* context,
                                                         const v1::GetFlowRequest* request,
                                                         v1::GetFlowResponse* response) {
  return rpc::HandleUnary(
      context, edge_, std::string(kService) + "GetFlow", *request,
      [this, response](const CallContext& call) { return ReadFlow(call, *response); });
}

grpc::ServerUnaryReactor* OperationsServiceImpl::ListDeadLetters(
    grpc::CallbackServerContext* context, const v1::ListDeadLettersRequest* request,
    v1::ListDeadLettersResponse* response) {
  return rpc::HandleUnary(context, edge_, std::string(kService) + "ListDeadLetters", *request,
                          [this, request, response](const CallContext& call) {
                            return ReadDeadLetters(call, *request, *response);
                          });
}

grpc::ServerUnaryReactor* OperationsServiceImpl::RedriveDeadLetter(
    grpc::CallbackServerContext* context, const v1::RedriveDeadLetterRequest* request,
    v1::RedriveDeadLetterResponse* response) {
  return rpc::HandleUnary(context, edge_, std::string(kService) + "RedriveDeadLetter", *request,
                          [this, request, response](const CallContext& call) {
                            return Redrive(call, *request, *response);
                          });
}

grpc::ServerUnaryReactor* OperationsServiceImpl::ReEmit(grpc::CallbackServerContext* context,
                                                        const v1::ReEmitRequest* request,
                                                        v1::ReEmitResponse* response) {
  return rpc::HandleUnary(context, edge_, std::string(kService) + "ReEmit", *request,
                          [this, request, response](const CallContext& call) {
                            return EmitAgain(call, *request, *response);
                          });
}

grpc::ServerUnaryReactor* OperationsServiceImpl::ListSetAside(
    grpc::CallbackServerContext* context, const v1::ListSetAsideRequest* request,
    v1::ListSetAsideResponse* response) {
  return rpc::HandleUnary(
      context, edge_, std::string(kService) + "ListSetAside", *request,
      [this, request, response](const CallContext&) { return ReadSetAside(*request, *response); });
}

grpc::ServerUnaryReactor* OperationsServiceImpl::RetrySetAside(
    grpc::CallbackServerContext* context, const v1::RetrySetAsideRequest* request,
    v1::RetrySetAsideResponse* response) {
  return rpc::HandleUnary(
      context, edge_, std::string(kService) + "RetrySetAside", *request,
      [this, request, response](const CallContext&) { return Retry(*request, *response); });
}

absl::Status OperationsServiceImpl::ReadFlow(const CallContext& call,
                                             v1::GetFlowResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const outbox::Pending pending, outbox::ReadPending(pool_, call));
  response.set_outbox_pending(pending.events);
  if (pending.oldest.has_value()) {
    *response.mutable_outbox_oldest_at() = wire::ToProto(*pending.oldest);
  }
  for (const Consumer& entry : consumers_) {
    MOTCUA_ASSIGN_OR_RETURN(const inbox::Inbox::Counts counts, entry.inbox->ReadCounts(call));
    v1::ConsumerFlow& flow = *response.add_consumers();
    flow.set_consumer(entry.inbox->consumer());
    flow.set_topic(entry.topic);
    ReadLag(entry, flow);
    flow.set_parked_dossiers(counts.parked_keys);
    flow.set_dead_letters(counts.dead_letters);
    if (entry.counters != nullptr) {
      flow.set_duplicates(entry.counters->duplicates());
      flow.set_gaps(entry.counters->gaps());
    }
  }
  return absl::OkStatus();
}

absl::Status OperationsServiceImpl::ReadDeadLetters(const CallContext& call,
                                                    const v1::ListDeadLettersRequest& request,
                                                    v1::ListDeadLettersResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const std::size_t size, CheckPageSize(request.page_size()));
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<inbox::DeadLetterPosition> after,
                          ReadPosition(request));
  // One more than requested shows whether another page follows.
  MOTCUA_ASSIGN_OR_RETURN(
      std::vector<inbox::DeadLetter> letters,
      inbox::ListDeadLetters(pool_, call, request.consumer(), after, static_cast<int>(size) + 1));
  if (letters.size() > size) {
    letters.pop_back();
    response.set_next_page_token(TokenAfter(request.consumer(), letters.back()));
  }
  for (const inbox::DeadLetter& letter : letters) {
    *response.add_dead_letters() = ToProto(letter);
  }
  return absl::OkStatus();
}

absl::Status OperationsServiceImpl::Redrive(const CallContext& call,
                                            const v1::RedriveDeadLetterRequest& request,
                                            v1::RedriveDeadLetterResponse& response) {
  const auto entry = std::find_if(consumers_.begin(), consumers_.end(), [&](const Consumer& each) {
    return each.inbox->consumer() == request.consumer();
  });
  if (entry == consumers_.end()) {
    return Error(absl::StatusCode::kNotFound, "DEAD_LETTER_UNKNOWN",
                 "This program has no such consumer.", {{"consumer", request.consumer()}});
  }
  MOTCUA_ASSIGN_OR_RETURN(const int applied, entry->inbox->Redrive(call, request.event_id()));
  response.set_applied(applied);
  return absl::OkStatus();
}

absl::Status OperationsServiceImpl::EmitAgain(const CallContext& call,
                                              const v1::ReEmitRequest& request,
                                              v1::ReEmitResponse& response) {
  MOTCUA_ASSIGN_OR_RETURN(const std::optional<outbox::TimeRange> range, CheckRange(request));
  MOTCUA_ASSIGN_OR_RETURN(const int rate, CheckRate(request));
  absl::StatusOr<outbox::ReEmitted> emitted;
  if (range.has_value()) {
    const auto until =
        std::min(call.deadline - kAnswerTime, std::chrono::steady_clock::now() + kReEmitPart);
    emitted = outbox::ReEmitRange(pool_, call, *range, rate, until);
  } else {
    const auto events = outbox::ReEmitKey(pool_, call, request.stream(), request.key());
    emitted = events.ok() ? absl::StatusOr<outbox::ReEmitted>({*events, true}) : events.status();
  }
  // After an error too: a part may be in the outbox already.
  if (on_reemit_) {
    on_reemit_();
  }
  MOTCUA_RETURN_IF_ERROR(emitted.status());
  response.set_events(emitted->events);
  response.set_finished(emitted->finished);
  return absl::OkStatus();
}

absl::Status OperationsServiceImpl::ReadSetAside(const v1::ListSetAsideRequest& request,
                                                 v1::ListSetAsideResponse& response) const {
  MOTCUA_ASSIGN_OR_RETURN(const std::size_t size, CheckPageSize(request.page_size()));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> position,
                          rpc::ParsePageToken(request.worker(), request.page_token(), 1));
  const std::string after = position.empty() ? "" : position.front();
  // A shard has at most SetAside::kMost, so all of them can be put into order for each page.
  std::map<std::string, v1::SetAsideItem> items;
  for (const Worker& worker : workers_) {
    if (!request.worker().empty() && request.worker() != worker.name) {
      continue;
    }
    for (std::size_t shard = 0; shard < worker.set_aside.size(); ++shard) {
      for (const ItemSetAside& item : worker.set_aside[shard]->List()) {
        items.emplace(worker.name + ' ' + item.item, ToProto(worker.name, shard, item));
      }
    }
  }
  std::string last;
  for (auto each = items.upper_bound(after); each != items.end(); ++each) {
    if (static_cast<std::size_t>(response.items_size()) == size) {
      response.set_next_page_token(rpc::MakePageToken(request.worker(), {last}));
      break;
    }
    last = each->first;
    *response.add_items() = std::move(each->second);
  }
  return absl::OkStatus();
}

absl::Status OperationsServiceImpl::Retry(const v1::RetrySetAsideRequest& request,
                                          v1::RetrySetAsideResponse& response) const {
  const auto worker = std::ranges::find(workers_, request.worker(), &Worker::name);
  if (worker == workers_.end()) {
    return Error(absl::StatusCode::kNotFound, "WORKER_UNKNOWN",
                 "This program has no such work on shards.", {{"worker", request.worker()}});
  }
  int retried = 0;
  for (SetAside* shard : worker->set_aside) {
    retried += shard->Retry(request.item());
  }
  worker->wake();
  response.set_retried(retried);
  return absl::OkStatus();
}

}  // namespace motcua::operations
