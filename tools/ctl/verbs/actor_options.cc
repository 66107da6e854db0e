#include "verbs/actor_options.h"

namespace motcua::ctl {

void ActorOptions::Bind(CLI::App& command) {
  command.add_option("--actor", id, "staff number, or portal account with --citizen")
      ->required()
      ->type_name("ID");
  CLI::Option* const agency_option =
      command.add_option("--agency", agency, "agency the officer acts for")->type_name("CODE");
  command.add_flag("--citizen", citizen, "the actor is the applicant, not an officer")
      ->excludes(agency_option);
}

type::v1::Actor ActorOptions::ToProto() const {
  type::v1::Actor actor;
  actor.set_kind(citizen ? type::v1::ACTOR_KIND_CITIZEN : type::v1::ACTOR_KIND_OFFICER);
  actor.set_id(id);
  actor.set_agency(agency);
  return actor;
}

}  // namespace motcua::ctl
