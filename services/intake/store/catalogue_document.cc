#include "store/catalogue_document.h"

namespace motcua::intake {
namespace {

namespace doc = motcua::catalogue::v1;
namespace type = motcua::type::v1;

// The enumerations of the domain have the numbers of the proto's; a value unknown to this program
// (from a newer sender) becomes unspecified.
template <typename Enum>
Enum ToEnum(int number, bool known) {
  return known ? static_cast<Enum>(number) : Enum{};
}

std::vector<std::string> ToList(const google::protobuf::RepeatedPtrField<std::string>& list) {
  return {list.begin(), list.end()};
}

void SetList(const std::vector<std::string>& list,
             google::protobuf::RepeatedPtrField<std::string>& out) {
  out.Assign(list.begin(), list.end());
}

std::vector<Channel> ToChannels(const google::protobuf::RepeatedField<int>& list) {
  std::vector<Channel> channels;
  for (const int number : list) {
    channels.push_back(ToEnum<Channel>(number, type::Channel_IsValid(number)));
  }
  return channels;
}

void SetChannels(const std::vector<Channel>& channels, google::protobuf::RepeatedField<int>& out) {
  for (const Channel channel : channels) {
    out.Add(static_cast<int>(channel));
  }
}

Source ToSource(const doc::Source& source) {
  return {.document = source.document(), .verified = source.verified(), .note = source.note()};
}

void SetSource(const Source& source, doc::Source& out) {
  out.set_document(source.document);
  out.set_verified(source.verified);
  out.set_note(source.note);
}

Limit ToLimit(const type::Limit& document) {
  Limit limit{.value = document.value(),
              .unit = static_cast<LimitUnit>(document.unit()),  // checked by ToLimitRule
              .convention = ToEnum<DueConvention>(
                  document.convention(), type::DueConvention_IsValid(document.convention())),
              .start_event = ToEnum<StartEvent>(document.start_event(),
                                                type::StartEvent_IsValid(document.start_event())),
              .supplement_policy = ToEnum<SupplementPolicy>(
                  document.supplement_policy(),
                  type::SupplementPolicy_IsValid(document.supplement_policy())),
              .stage = document.stage(),
              .channels = ToChannels(document.channels()),
              .place_class = document.place_class(),
              .variant = document.variant(),
              .legal_ground = document.legal_ground()};
  for (const type::CutOff& cut_off : document.cut_offs()) {
    limit.cut_offs.push_back({.at = cut_off.at(),
                              .minutes_before_closing = cut_off.minutes_before_closing(),
                              .effect = ToEnum<CutOffEffect>(
                                  cut_off.effect(), type::CutOffEffect_IsValid(cut_off.effect()))});
  }
  for (const type::AllowedPause& pause : document.pauses()) {
    limit.pauses.push_back(
        {.kind = ToEnum<PauseKind>(pause.kind(), type::PauseKind_IsValid(pause.kind())),
         .legal_ground = pause.legal_ground()});
  }
  return limit;
}

Part ToPart(const doc::Part& document) {
  return {.id = document.id(),
          .name_vi = document.name_vi(),
          .originals = document.originals(),
          .copies = document.copies(),
          .required = document.required(),
          .condition_vi = document.condition_vi(),
          .channels = ToChannels(document.channels()),
          .replaced_by = document.replaced_by(),
          .source = ToSource(document.source())};
}

void SetPart(const Part& part, doc::Part& out) {
  out.set_id(part.id);
  out.set_name_vi(part.name_vi);
  out.set_originals(part.originals);
  out.set_copies(part.copies);
  out.set_required(part.required);
  out.set_condition_vi(part.condition_vi);
  SetChannels(part.channels, *out.mutable_channels());
  out.set_replaced_by(part.replaced_by);
  SetSource(part.source, *out.mutable_source());
}

Fee ToFee(const doc::Fee& document) {
  return {.code = document.code(),
          .name_vi = document.name_vi(),
          .amount_vnd = document.amount_vnd(),
          .timing = ToEnum<FeeTiming>(document.timing(), doc::FeeTiming_IsValid(document.timing())),
          .channels = ToChannels(document.channels()),
          .payer = document.payer(),
          .variant = document.variant(),
          .legal_ground = document.legal_ground(),
          .source = ToSource(document.source())};
}

void SetFee(const Fee& fee, doc::Fee& out) {
  out.set_code(fee.code);
  out.set_name_vi(fee.name_vi);
  out.set_amount_vnd(fee.amount_vnd);
  out.set_timing(static_cast<doc::FeeTiming>(fee.timing));
  SetChannels(fee.channels, *out.mutable_channels());
  out.set_payer(fee.payer);
  out.set_variant(fee.variant);
  out.set_legal_ground(fee.legal_ground);
  SetSource(fee.source, *out.mutable_source());
}

}  // namespace

Agency ToAgency(const doc::Agency& document) {
  return {
      .code = document.code(),
      .former_codes = ToList(document.former_codes()),
      .name_vi = document.name_vi(),
      .level = ToEnum<AgencyLevel>(document.level(), doc::AgencyLevel_IsValid(document.level())),
      .parent = document.parent(),
      .valid_from = document.valid_from(),
      .valid_to = document.valid_to(),
      .successor = document.successor(),
      .receives = document.receives(),
      .place_class = document.place_class(),
      .source = ToSource(document.source())};
}

doc::Agency ToDocument(const Agency& agency) {
  doc::Agency out;
  out.set_code(agency.code);
  SetList(agency.former_codes, *out.mutable_former_codes());
  out.set_name_vi(agency.name_vi);
  out.set_level(static_cast<doc::AgencyLevel>(agency.level));
  out.set_parent(agency.parent);
  out.set_valid_from(agency.valid_from);
  out.set_valid_to(agency.valid_to);
  out.set_successor(agency.successor);
  out.set_receives(agency.receives);
  out.set_place_class(agency.place_class);
  SetSource(agency.source, *out.mutable_source());
  return out;
}

RuleSet ToRuleSet(const doc::RuleSet& document) {
  return {.id = document.id(),
          .valid_from = document.valid_from(),
          .valid_to = document.valid_to(),
          .acceptance_limit_hours = document.acceptance_limit_hours(),
          .acceptance_alert_hours = document.acceptance_alert_hours(),
          .supplement_limit_days = document.supplement_limit_days(),
          .payment_limit_days = document.payment_limit_days(),
          .max_supplement_requests = document.max_supplement_requests(),
          .max_extensions = document.max_extensions(),
          .resume_allowed = document.resume_allowed(),
          .legal_basis = ToList(document.legal_basis()),
          .source = ToSource(document.source())};
}

doc::RuleSet ToDocument(const RuleSet& rule_set) {
  doc::RuleSet out;
  out.set_id(rule_set.id);
  out.set_valid_from(rule_set.valid_from);
  out.set_valid_to(rule_set.valid_to);
  out.set_acceptance_limit_hours(rule_set.acceptance_limit_hours);
  out.set_acceptance_alert_hours(rule_set.acceptance_alert_hours);
  out.set_supplement_limit_days(rule_set.supplement_limit_days);
  out.set_payment_limit_days(rule_set.payment_limit_days);
  out.set_max_supplement_requests(rule_set.max_supplement_requests);
  out.set_max_extensions(rule_set.max_extensions);
  out.set_resume_allowed(rule_set.resume_allowed);
  SetList(rule_set.legal_basis, *out.mutable_legal_basis());
  SetSource(rule_set.source, *out.mutable_source());
  return out;
}

Procedure ToProcedure(const doc::Procedure& document) {
  Procedure procedure{
      .code = document.code(),
      .version = document.version(),
      .valid_from = document.valid_from(),
      .valid_to = document.valid_to(),
      .name_vi = document.name_vi(),
      .field_code = document.field_code(),
      .field_vi = document.field_vi(),
      .former_codes = ToList(document.former_codes()),
      .handling_agencies = ToList(document.handling_agencies()),
      .channels = ToChannels(document.channels()),
      .online_level = ToEnum<OnlineLevel>(document.online_level(),
                                          doc::OnlineLevel_IsValid(document.online_level())),
      .non_boundary = document.non_boundary(),
      .result_vi = document.result_vi(),
      .workflow_id = document.workflow_id(),
      .legal_basis = ToList(document.legal_basis()),
      .source = ToSource(document.source())};
  for (const int level : document.handling_levels()) {
    procedure.handling_levels.push_back(
        ToEnum<AgencyLevel>(level, doc::AgencyLevel_IsValid(level)));
  }
  for (const doc::Part& part : document.parts()) {
    procedure.parts.push_back(ToPart(part));
  }
  for (const doc::Fee& fee : document.fees()) {
    procedure.fees.push_back(ToFee(fee));
  }
  for (const type::Limit& limit : document.limits()) {
    procedure.limits.push_back(ToLimit(limit));
  }
  return procedure;
}

doc::Procedure ToDocument(const Procedure& procedure) {
  doc::Procedure out;
  out.set_code(procedure.code);
  out.set_version(procedure.version);
  out.set_valid_from(procedure.valid_from);
  out.set_valid_to(procedure.valid_to);
  out.set_name_vi(procedure.name_vi);
  out.set_field_code(procedure.field_code);
  out.set_field_vi(procedure.field_vi);
  SetList(procedure.former_codes, *out.mutable_former_codes());
  for (const AgencyLevel level : procedure.handling_levels) {
    out.add_handling_levels(static_cast<doc::AgencyLevel>(level));
  }
  SetList(procedure.handling_agencies, *out.mutable_handling_agencies());
  SetChannels(procedure.channels, *out.mutable_channels());
  out.set_online_level(static_cast<doc::OnlineLevel>(procedure.online_level));
  out.set_non_boundary(procedure.non_boundary);
  for (const Part& part : procedure.parts) {
    SetPart(part, *out.add_parts());
  }
  for (const Fee& fee : procedure.fees) {
    SetFee(fee, *out.add_fees());
  }
  for (const Limit& limit : procedure.limits) {
    *out.add_limits() = ToDocument(limit);
  }
  out.set_result_vi(procedure.result_vi);
  out.set_workflow_id(procedure.workflow_id);
  SetList(procedure.legal_basis, *out.mutable_legal_basis());
  SetSource(procedure.source, *out.mutable_source());
  return out;
}

type::Limit ToDocument(const Limit& limit) {
  type::Limit out;
  out.set_value(limit.value);
  out.set_unit(static_cast<type::LimitUnit>(limit.unit));
  out.set_convention(static_cast<type::DueConvention>(limit.convention));
  for (const CutOff& cut_off : limit.cut_offs) {
    type::CutOff& added = *out.add_cut_offs();
    added.set_at(cut_off.at);
    added.set_minutes_before_closing(cut_off.minutes_before_closing);
    added.set_effect(static_cast<type::CutOffEffect>(cut_off.effect));
  }
  out.set_start_event(static_cast<type::StartEvent>(limit.start_event));
  out.set_supplement_policy(static_cast<type::SupplementPolicy>(limit.supplement_policy));
  for (const AllowedPause& pause : limit.pauses) {
    type::AllowedPause& added = *out.add_pauses();
    added.set_kind(static_cast<type::PauseKind>(pause.kind));
    added.set_legal_ground(pause.legal_ground);
  }
  out.set_stage(limit.stage);
  SetChannels(limit.channels, *out.mutable_channels());
  out.set_place_class(limit.place_class);
  out.set_variant(limit.variant);
  out.set_legal_ground(limit.legal_ground);
  return out;
}

Catalogue ToCatalogue(const doc::Catalogue& document) {
  Catalogue catalogue{.province = document.province(),
                      .province_name_vi = document.province_name_vi()};
  for (const doc::Agency& agency : document.agencies()) {
    catalogue.agencies.push_back(ToAgency(agency));
  }
  for (const doc::RuleSet& rule_set : document.rule_sets()) {
    catalogue.rule_sets.push_back(ToRuleSet(rule_set));
  }
  for (const doc::Procedure& procedure : document.procedures()) {
    catalogue.procedures.push_back(ToProcedure(procedure));
  }
  return catalogue;
}

}  // namespace motcua::intake
