#include "api/mapping.h"

#include "motcua/dossier/next_action.h"
#include "motcua/wire/actor.h"
#include "motcua/wire/time.h"

#include "store/dossier_document.h"

namespace motcua::intake {
namespace {

namespace type = motcua::type::v1;

type::DossierState ToState(NationalState state) {
  return static_cast<type::DossierState>(dossier::WireNumber(state));
}

std::string ToText(std::string_view text) {
  return std::string(text);
}

}  // namespace

Channel ToChannel(type::Channel channel) {
  return channel == type::CHANNEL_DIRECT || channel == type::CHANNEL_POST
             ? static_cast<Channel>(channel)
             : Channel::kUnspecified;
}

absl::StatusOr<command::Header> ToHeader(const v1::Command& command) {
  if (command.dossier().empty()) {
    return FieldError("command.dossier", "DOSSIER_MISSING", "name the dossier by its id or code");
  }
  return command::Header{.subject = command.dossier(),
                         .expected_revision = command.expected_revision(),
                         .actor = wire::ToActor(command.actor()),
                         .reason = command.reason(),
                         .legal_ground = command.legal_ground()};
}

v1::PaperDescription ToMessage(const PaperFacts& paper) {
  v1::PaperDescription out;
  out.set_paper_id(paper.id);
  out.set_file_name(paper.file_name);
  out.set_media_type(paper.media_type);
  out.set_sha256(paper.sha256);
  out.set_size(paper.size);
  return out;
}

v1::Dossier ToMessage(const Dossier& dossier) {
  v1::Dossier out;
  out.set_dossier_id(dossier.id);
  out.set_code(dossier.code);
  out.set_revision(dossier.revision);
  out.set_sequence(dossier.sequence);
  out.set_state(ToState(dossier.state));
  out.set_end_reason(static_cast<type::EndReason>(dossier.end_reason));
  out.set_channel(static_cast<type::Channel>(dossier.channel));
  *out.mutable_content() = ToDocument(dossier.content);
  out.set_procedure_version(dossier.procedure_version);
  out.set_rule_set(dossier.rule_set);
  *out.mutable_filed_at() = wire::ToProto(dossier.filed_at);
  wire::SetTime(dossier.acceptance_due_at, out, &v1::Dossier::mutable_acceptance_due_at);
  wire::SetTime(dossier.received_at, out, &v1::Dossier::mutable_received_at);
  wire::SetTime(dossier.due_at, out, &v1::Dossier::mutable_due_at);
  wire::SetTime(dossier.request_due_at, out, &v1::Dossier::mutable_request_due_at);
  out.set_fee_vnd(dossier.fee_vnd);
  out.set_fee_paid(dossier.fee_paid);
  out.set_accepted(dossier.accepted);
  return out;
}

v1::GetStatusResponse ToStatus(const Dossier& dossier, Instant as_of) {
  v1::GetStatusResponse out;
  out.set_dossier_id(dossier.id);
  out.set_accepted(dossier.accepted);
  out.set_secret_hash(dossier.secret_hash);
  type::PublicStatus& status = *out.mutable_status();
  status.set_code(dossier.code);
  status.set_state(ToState(dossier.state));
  status.set_state_vi(ToText(dossier::VietnameseName(dossier.state)));
  status.set_state_en(ToText(dossier::EnglishName(dossier.state)));
  status.set_completion_percent(dossier::CompletionOf(dossier.state).percent);
  status.mutable_version()->set_intake(dossier.sequence);
  *status.mutable_as_of() = wire::ToProto(as_of);
  type::StatusDetails& details = *status.mutable_details();
  details.set_procedure_code(dossier.content.procedure_code);
  details.set_current_agency(dossier.content.receiving_agency);
  wire::SetTime(dossier.received_at, details, &type::StatusDetails::mutable_received_at);
  wire::SetTime(dossier.due_at, details, &type::StatusDetails::mutable_due_at);
  details.set_paused(dossier::IsPaused(dossier.state));
  const dossier::NextAction action = dossier::NextActionIn(dossier.state);
  details.set_next_action_vi(ToText(action.vi));
  details.set_next_action_en(ToText(action.en));
  return out;
}

}  // namespace motcua::intake
