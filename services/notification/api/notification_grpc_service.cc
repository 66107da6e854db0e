#include "api/notification_grpc_service.h"

#include <map>
#include <set>

#include <absl/strings/numbers.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/program/command_call.h"
#include "motcua/rpc/message_bytes.h"
#include "motcua/rpc/page.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"
#include "motcua/wire/actor.h"
#include "motcua/wire/time.h"

#include "command/template_commands.h"

namespace motcua::notification {
namespace {

constexpr int kMaxTemplates = 500;
constexpr std::size_t kMaxSource = 500;  // characters
constexpr std::size_t kMaxFailureReason = 63;

/// The last row of the previous page; empty for the beginning.
absl::StatusOr<std::string> LastId(const std::string& filter, const std::string& token) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(filter, token, 1));
  if (texts.empty()) {
    return std::string();
  }
  if (!IsUuid(texts[0])) {
    return rpc::InvalidPageToken();
  }
  return texts[0];
}

// Lists read one row more than a page has, to see whether there is a next page.
template <typename Row>
bool CutToPage(std::vector<Row>& rows, int size) {
  const bool more = rows.size() > static_cast<std::size_t>(size);
  if (more) {
    rows.resize(static_cast<std::size_t>(size));
  }
  return more;
}

struct Span {
  Instant from{};
  Instant to{};
};

template <typename Request>
absl::StatusOr<Span> ReadSpan(const Request& request) {
  if (!request.has_from() || !request.has_to()) {
    return FieldError(request.has_from() ? "to" : "from", "PERIOD_INVALID",
                      "a period needs a beginning and an end");
  }
  MOTCUA_ASSIGN_OR_RETURN(const Instant from, wire::ReadInstant(request.from(), "from"));
  MOTCUA_ASSIGN_OR_RETURN(const Instant to, wire::ReadInstant(request.to(), "to"));
  if (from > to) {
    return FieldError("to", "PERIOD_INVALID", "a period must end after it begins");
  }
  return Span{from, to};
}

/// libs/rpc sends them as field violations, as many as fit into an answer.
absl::Status Invalid(const ErrorMetadata& faults) {
  const std::string count = std::to_string(faults.size());
  ErrorMetadata metadata = {{"faults", count}};
  metadata.insert(metadata.end(), faults.begin(), faults.end());
  return WithReason(absl::StatusCode::kInvalidArgument, "TEMPLATE_INVALID",
                    "the templates have " + count + " fault(s); nothing was applied", metadata);
}

// All faults in one answer, so that they can be corrected at once.
absl::StatusOr<std::vector<TemplateVersion>> CheckAll(const v1::LoadTemplatesRequest& request) {
  std::vector<TemplateVersion> versions;
  ErrorMetadata faults;
  std::set<std::pair<std::string, int>> seen;
  for (int i = 0; i < request.templates_size(); ++i) {
    const v1::Template& document = request.templates(i);
    const std::string path = "templates[" + std::to_string(i) + "]";
    const auto add = [&](const std::string& field, const std::string& sentence) {
      faults.emplace_back(path + "." + field, sentence);
    };
    const auto text = ToTemplate(document);
    if (!text.ok()) {
      add("valid_from", ::motcua::Message(text.status()));
      continue;
    }
    for (const auto& [field, sentence] : FindFaults(*text)) {
      add(field, sentence);
    }
    if (text::CountCharacters(document.source()) > kMaxSource) {
      add("source", "at most 500 characters");
    }
    if (!seen.emplace(document.id(), document.version()).second) {
      add("version", "the same version is listed twice in this load");
    }
    versions.push_back({.text = *text, .document = document.SerializeAsString()});
  }
  if (!faults.empty()) {
    return Invalid(faults);
  }
  return versions;
}

v1::Message ToProto(const MessageRow& row) {
  const Message& message = row.message;
  v1::Message shown;
  shown.set_message_id(message.id);
  shown.set_dossier_id(message.dossier_id);
  shown.set_code(message.code);
  shown.set_event_id(message.event_id);
  shown.set_moment(static_cast<v1::Moment>(message.moment));
  shown.set_template_id(message.template_id);
  shown.set_template_version(message.template_version);
  shown.set_state(static_cast<v1::MessageState>(message.state));
  shown.set_reason(message.reason);
  shown.set_phone_masked(row.phone_masked);
  shown.set_gateway(row.gateway);
  shown.set_attempts(message.attempts);
  shown.set_parts(message.parts);
  *shown.mutable_created_at() = wire::ToProto(message.created_at);
  *shown.mutable_not_before() = wire::ToProto(message.not_before);
  if (row.handed_off_at.has_value()) {
    *shown.mutable_handed_off_at() = wire::ToProto(*row.handed_off_at);
  }
  if (row.ended_at.has_value()) {
    *shown.mutable_ended_at() = wire::ToProto(*row.ended_at);
  }
  return shown;
}

absl::StatusOr<Resolution> ReadResolution(v1::Resolution resolution) {
  switch (resolution) {
    case v1::RESOLUTION_DELIVERED:
      return Resolution::kDelivered;
    case v1::RESOLUTION_FAILED:
      return Resolution::kFailed;
    case v1::RESOLUTION_SEND_AGAIN:
      return Resolution::kSendAgain;
    default:
      return FieldError("resolution", "RESOLUTION_INVALID", "delivered, failed, or send again");
  }
}

template <typename Request>
OperatorCommand ToCommand(const CallContext& call, const char* method, const Request& request) {
  OperatorCommand command{
      .call = call,
      .key = program::KeyOf(call, method, request),
      .header = {.actor = wire::ToActor(request.actor()), .reason = request.reason()}};
  if constexpr (requires { request.message_id(); }) {
    command.header.subject = request.message_id();
  }
  return command;
}

/// The answer that holds one message.
template <typename Response>
std::string EncodeMessage(const MessageRow& row) {
  Response response;
  *response.mutable_message() = ToProto(row);
  return response.SerializeAsString();
}

/// A page of decisions, and the filter that its token is bound to.
struct DecisionPage {
  PeriodPage page;
  std::string filter;
};

/// `what`: the other parameters that must be the same for all pages.
template <typename Request>
absl::StatusOr<DecisionPage> ReadPage(const Request& request, const std::string& what) {
  MOTCUA_ASSIGN_OR_RETURN(const Span span, ReadSpan(request));
  MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request.page_size()));
  DecisionPage read{.page = {.from = span.from, .to = span.to, .limit = size},
                    .filter = what + "|" + std::to_string(span.from.time_since_epoch().count()) +
                              "|" + std::to_string(span.to.time_since_epoch().count())};
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(read.filter, request.page_token(), 2));
  if (!texts.empty()) {
    std::int64_t micros = 0;
    if (!absl::SimpleAtoi(texts[0], &micros) || !IsUuid(texts[1])) {
      return rpc::InvalidPageToken();
    }
    read.page.after =
        Place{.created_at = Instant(std::chrono::microseconds(micros)), .id = texts[1]};
  }
  return read;
}

std::string NextToken(const std::string& filter, const MessageCommands::Outcome& outcome) {
  if (!outcome.end.has_value()) {
    return {};
  }
  return rpc::MakePageToken(
      filter,
      {std::to_string(outcome.end->created_at.time_since_epoch().count()), outcome.end->id});
}

// Codes may be typed in any spelling; rows have the printed form.
std::string DossierFilter(const std::string& typed) {
  if (typed.empty() || IsUuid(typed)) {
    return typed;
  }
  const dossier::DossierCode code = dossier::ParseDossierCode(typed);
  return code.canonical.empty() ? typed : code.canonical;
}

}  // namespace

grpc::ServerUnaryReactor* NotificationGrpcService::LoadTemplates(
    grpc::CallbackServerContext* context, const v1::LoadTemplatesRequest* request,
    v1::LoadTemplatesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "LoadTemplates", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        if (request->templates_size() == 0 || request->templates_size() > kMaxTemplates) {
          return FieldError("templates", "TEMPLATE_INVALID", "1 to 500 templates in one load");
        }
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<TemplateVersion> versions, CheckAll(*request));
        return program::RunLoad(
            parts_.pool, call, "LoadTemplates", *request, *response,
            [&](db::Transaction& transaction) -> absl::StatusOr<v1::LoadTemplatesResponse> {
              MOTCUA_ASSIGN_OR_RETURN(
                  const int added,
                  notification::LoadTemplates(transaction, call, versions, request->dry_run()));
              v1::LoadTemplatesResponse made;
              made.set_added(added);
              made.set_unchanged(static_cast<int>(versions.size()) - added);
              std::vector<Template> texts;
              for (const TemplateVersion& version : versions) {
                texts.push_back(version.text);
              }
              for (const std::string& warning : FindWarnings(texts)) {
                made.add_warnings(warning);
              }
              return made;
            });
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ListTemplates(
    grpc::CallbackServerContext* context, const v1::ListTemplatesRequest* request,
    v1::ListTemplatesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListTemplates", *request,
      [this, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<v1::Template> all, parts_.templates.List(call));
        // The newest version of each id that is in force.
        const calendar::LocalDate today = calendar::DateOf(parts_.clock.Now());
        std::map<std::string, const v1::Template*> in_force;
        for (const v1::Template& document : all) {
          const auto from = calendar::ParseDate(document.valid_from());
          if (!from.ok() || *from > today) {
            continue;
          }
          const v1::Template*& newest = in_force[document.id()];
          if (newest == nullptr || std::pair(newest->valid_from(), newest->version()) <
                                       std::pair(document.valid_from(), document.version())) {
            newest = &document;
          }
        }
        for (const auto& [id, document] : in_force) {
          *response->add_templates() = *document;
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ListMessages(
    grpc::CallbackServerContext* context, const v1::ListMessagesRequest* request,
    v1::ListMessagesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListMessages", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request->page_size()));
        const std::string dossier = DossierFilter(request->dossier());
        const std::string filter = "messages|" + dossier + "|" + std::to_string(request->state());
        MOTCUA_ASSIGN_OR_RETURN(const std::string before, LastId(filter, request->page_token()));
        MOTCUA_ASSIGN_OR_RETURN(
            std::vector<MessageRow> rows,
            parts_.queries.ListMessages(call, dossier, request->state(), before, size + 1));
        const bool more = CutToPage(rows, size);
        for (const MessageRow& row : rows) {
          *response->add_messages() = ToProto(row);
        }
        if (more) {
          response->set_next_page_token(rpc::MakePageToken(filter, {rows.back().message.id}));
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ResolveMessage(
    grpc::CallbackServerContext* context, const v1::ResolveMessageRequest* request,
    v1::ResolveMessageResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ResolveMessage", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Resolution resolution, ReadResolution(request->resolution()));
        return program::ReadAnswer(
            parts_.message_commands.Resolve(ToCommand(call, "ResolveMessage", *request), resolution,
                                            EncodeMessage<v1::ResolveMessageResponse>),
            *response);
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ResolveMessages(
    grpc::CallbackServerContext* context, const v1::ResolveMessagesRequest* request,
    v1::ResolveMessagesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ResolveMessages", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Resolution resolution, ReadResolution(request->resolution()));
        MOTCUA_ASSIGN_OR_RETURN(
            const DecisionPage read,
            ReadPage(*request, "resolve|" + std::to_string(request->resolution())));
        return program::ReadAnswer(
            parts_.message_commands.ResolvePage(
                ToCommand(call, "ResolveMessages", *request), read.page, resolution,
                [&](const MessageCommands::Outcome& outcome) {
                  v1::ResolveMessagesResponse made;
                  made.set_resolved(outcome.changed);
                  made.set_next_page_token(NextToken(read.filter, outcome));
                  return made.SerializeAsString();
                }),
            *response);
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ResendMessage(
    grpc::CallbackServerContext* context, const v1::ResendMessageRequest* request,
    v1::ResendMessageResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ResendMessage", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        return program::ReadAnswer(
            parts_.message_commands.Resend(ToCommand(call, "ResendMessage", *request),
                                           EncodeMessage<v1::ResendMessageResponse>),
            *response);
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ResendMessages(
    grpc::CallbackServerContext* context, const v1::ResendMessagesRequest* request,
    v1::ResendMessagesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ResendMessages", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        if (text::CountCharacters(request->failure_reason()) > kMaxFailureReason) {
          return FieldError("failure_reason", "FAILURE_REASON_INVALID",
                            "a failure reason has at most 63 characters");
        }
        MOTCUA_ASSIGN_OR_RETURN(DecisionPage read,
                                ReadPage(*request, "resend|" + request->failure_reason()));
        read.page.reason = request->failure_reason();
        return program::ReadAnswer(parts_.message_commands.ResendPage(
                                       ToCommand(call, "ResendMessages", *request), read.page,
                                       [&](const MessageCommands::Outcome& outcome) {
                                         v1::ResendMessagesResponse made;
                                         made.set_resent(outcome.changed);
                                         made.set_passed_over(outcome.passed_over);
                                         made.set_next_page_token(NextToken(read.filter, outcome));
                                         return made.SerializeAsString();
                                       }),
                                   *response);
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::ListInbound(
    grpc::CallbackServerContext* context, const v1::ListInboundRequest* request,
    v1::ListInboundResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "ListInbound", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const int size, rpc::PageSize(request->page_size()));
        MOTCUA_ASSIGN_OR_RETURN(const std::string before, LastId("inbound", request->page_token()));
        MOTCUA_ASSIGN_OR_RETURN(std::vector<InboundRow> rows,
                                parts_.queries.ListInbound(call, before, size + 1));
        const bool more = CutToPage(rows, size);
        for (const InboundRow& row : rows) {
          v1::InboundMessage& shown = *response->add_messages();
          shown.set_inbound_id(row.id);
          shown.set_phone_masked(row.phone_masked);
          *shown.mutable_received_at() = wire::ToProto(row.received_at);
          shown.set_kind(std::string(ToString(row.kind)));
          shown.set_result(row.result.empty() ? "waiting" : row.result);
          shown.set_code(row.code);
        }
        if (more) {
          response->set_next_page_token(rpc::MakePageToken("inbound", {rows.back().id}));
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* NotificationGrpcService::CountMessages(
    grpc::CallbackServerContext* context, const v1::CountMessagesRequest* request,
    v1::CountMessagesResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "CountMessages", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const Span span, ReadSpan(*request));
        MOTCUA_ASSIGN_OR_RETURN(const std::vector<CountRow> rows,
                                parts_.queries.CountMessages(call, span.from, span.to));
        for (const CountRow& row : rows) {
          v1::MessageCount& count = *response->add_counts();
          count.set_moment(static_cast<v1::Moment>(row.moment));
          count.set_gateway(row.gateway);
          count.set_state(static_cast<v1::MessageState>(row.state));
          count.set_messages(row.messages);
          count.set_parts(row.parts);
        }
        MOTCUA_ASSIGN_OR_RETURN(const PgQueries::InboundCount inbound,
                                parts_.queries.CountInbound(call, span.from, span.to));
        response->set_inbound(inbound.received);
        response->set_inbound_answered(inbound.answered);
        return absl::OkStatus();
      });
}

}  // namespace motcua::notification
