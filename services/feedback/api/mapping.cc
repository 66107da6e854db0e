#include "api/mapping.h"

#include "motcua/wire/actor.h"
#include "motcua/wire/time.h"

namespace motcua::feedback {
namespace {

void SetActor(const Actor& actor, type::v1::Actor& out) {
  out.set_kind(static_cast<type::v1::ActorKind>(actor.kind));
  out.set_id(actor.id);
  out.set_agency(actor.agency);
}

/// What officers of every agency may see of every petition.
v1::Petition Outline(const Petition& petition) {
  v1::Petition out;
  out.set_petition_id(petition.id);
  out.set_code(petition.code);
  out.set_revision(petition.revision);
  out.set_state(static_cast<v1::PetitionState>(petition.state));
  out.set_class_(static_cast<v1::PetitionClass>(petition.petition_class));
  out.set_channel(static_cast<v1::PetitionChannel>(petition.channel));
  out.set_about_agency(petition.about_agency);
  out.set_handling_agency(petition.handling_agency);
  out.set_restricted(petition.restricted);
  out.set_joined_to(petition.joined_to);
  *out.mutable_sent_at() = wire::ToProto(petition.sent_at);
  wire::SetTime(StepDueAt(petition), out, &v1::Petition::mutable_step_due_at);
  *out.mutable_answer_due_at() = wire::ToProto(petition.deadlines.answer);
  wire::SetTime(petition.answered_at, out, &v1::Petition::mutable_answered_at);
  wire::SetTime(petition.published_at, out, &v1::Petition::mutable_published_at);
  return out;
}

}  // namespace

PetitionClass ToClass(v1::PetitionClass petition_class) {
  return v1::PetitionClass_IsValid(petition_class) ? static_cast<PetitionClass>(petition_class)
                                                   : PetitionClass::kUnclassified;
}

PetitionChannel ToChannel(v1::PetitionChannel channel) {
  return v1::PetitionChannel_IsValid(channel) ? static_cast<PetitionChannel>(channel)
                                              : PetitionChannel::kUnspecified;
}

RatingSource ToSource(v1::RatingSource source) {
  return v1::RatingSource_IsValid(source) ? static_cast<RatingSource>(source)
                                          : RatingSource::kUnspecified;
}

command::Header ToHeader(const v1::PetitionCommand& command) {
  return {.subject = command.petition(),
          .expected_revision = command.expected_revision(),
          .actor = wire::ToActor(command.actor()),
          .reason = command.reason(),
          .legal_ground = {}};
}

Draft ToDraft(const v1::SendPetitionRequest& request) {
  return {.channel = ToChannel(request.channel()),
          .title = request.title(),
          .content = request.content(),
          .sender = {.full_name = request.sender().full_name(),
                     .phone = request.sender().phone(),
                     .email = request.sender().email(),
                     .address = request.sender().address()},
          .about_dossier = request.about_dossier(),
          .about_agency = request.about_agency(),
          .external_code = request.external_code()};
}

v1::Petition ToMessage(const Petition& petition, View view) {
  v1::Petition out = Outline(petition);
  if (view == View::kNone) {
    return out;
  }
  out.set_title(petition.title);
  out.set_content(petition.content);
  out.set_about_dossier(petition.about_dossier);
  out.set_answer(petition.answer);
  out.set_public_text(petition.public_text);
  if (view == View::kFull) {
    v1::Sender& sender = *out.mutable_sender();
    sender.set_full_name(petition.sender.full_name);
    sender.set_phone(petition.sender.phone);
    sender.set_email(petition.sender.email);
    sender.set_address(petition.sender.address);
  }
  return out;
}

void AddHistory(const std::vector<HistoryLine>& history, v1::Petition& message) {
  for (const HistoryLine& line : history) {
    v1::PetitionEvent& out = *message.add_history();
    *out.mutable_at() = wire::ToProto(line.at);
    out.set_state(static_cast<v1::PetitionState>(line.state));
    SetActor(line.actor, *out.mutable_actor());
    out.set_from_agency(line.from_agency);
    out.set_to_agency(line.to_agency);
    out.set_note(line.note);
    wire::SetTime(line.due_at, out, &v1::PetitionEvent::mutable_due_at);
  }
}

v1::Petition ToListEntry(const Petition& petition) {
  v1::Petition out = Outline(petition);
  if (!petition.restricted) {
    out.set_title(petition.title);
  }
  return out;
}

v1::GetPetitionStatusResponse ToMessage(const PublicStatus& status) {
  v1::GetPetitionStatusResponse out;
  out.set_code(status.code);
  out.set_state(static_cast<v1::PetitionState>(status.state));
  out.set_state_vi(std::string(VietnameseName(status.state)));
  out.set_state_en(std::string(EnglishName(status.state)));
  wire::SetTime(status.answer_due_at, out, &v1::GetPetitionStatusResponse::mutable_answer_due_at);
  out.set_answer(status.answer);
  out.set_question(status.question);
  out.set_public_text(status.public_text);
  out.set_reason(status.reason);
  out.set_joined_to(status.joined_to);
  wire::SetTime(status.published_at, out, &v1::GetPetitionStatusResponse::mutable_published_at);
  return out;
}

v1::PetitionCount ToMessage(const PetitionCount& count) {
  v1::PetitionCount out;
  out.set_handling_agency(count.handling_agency);
  out.set_class_(static_cast<v1::PetitionClass>(count.petition_class));
  out.set_received(count.received);
  out.set_answered_in_time(count.answered_in_time);
  out.set_answered_late(count.answered_late);
  out.set_open_in_time(count.open_in_time);
  out.set_open_overdue(count.open_overdue);
  out.set_refused(count.refused);
  out.set_forwarded(count.forwarded);
  out.set_joined(count.joined);
  out.set_published(count.published);
  return out;
}

v1::RatingCount ToMessage(const RatingCount& count) {
  v1::RatingCount out;
  out.set_handling_agency(count.handling_agency);
  out.set_source(static_cast<v1::RatingSource>(count.source));
  out.set_score(count.score);
  out.set_ratings(count.ratings);
  return out;
}

}  // namespace motcua::feedback
