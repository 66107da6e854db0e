#include "messaging/dossier_handler.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "messaging/dossier_moments.h"
#include "store/message_rows.h"
#include "store/pg_templates.h"
#include "store/sql.h"

namespace motcua::notification {

bool DossierHandler::Handles(const std::string& type) const {
  return type.starts_with(options_.owner == Owner::kIntake ? "motcua.intake.events.v1."
                                                           : "motcua.processing.events.v1.");
}

absl::Status DossierHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                   const outbox::Event& event) {
  MOTCUA_ASSIGN_OR_RETURN(DossierMoment told, ReadDossierMoment(event));
  const bool intake = options_.owner == Owner::kIntake;
  transaction.Write({intake ? sql::kUpsertFromIntake : sql::kUpsertFromProcessing,
                     db::Params()
                         .Text(told.facts.dossier_id())
                         .Int(told.facts.state())
                         .Int(told.facts.sequence())});
  if (!told.moment.has_value()) {
    return absl::OkStatus();
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Template> templates,
                          ReadTemplatesOf(transaction, *told.moment));
  const Instant now = clock_.Now();
  const auto text = Choose(templates, *told.moment, told.facts.channel(), calendar::DateOf(now));
  if (!text.has_value()) {
    return absl::OkStatus();
  }
  told.values.contact = options_.contact;
  MOTCUA_ASSIGN_OR_RETURN(const Rendered rendered, Render(*text, told.values));
  Message message{.id = ids_.NewId(),
                  .moment = *told.moment,
                  .dossier_id = told.facts.dossier_id(),
                  .code = told.facts.code(),
                  .event_id = event.event_id,
                  .template_id = text->id,
                  .template_version = text->version,
                  .agency = told.facts.receiving_agency(),
                  .text = rendered.text,
                  .parts = rendered.parts,
                  .urgent = text->urgent,
                  .obligatory = text->obligatory,
                  .created_at = now,
                  .not_before = now,
                  .valid_until = event.occurred_at + std::chrono::hours(text->validity_hours)};
  if (!message.urgent && IsQuiet(options_.quiet_hours, now)) {
    message.not_before = ReleaseAt(options_.quiet_hours, now, message.id);
    message.held = true;
  }
  InsertMessage(transaction, message);
  if (options_.on_message) {
    transaction.AfterCommit(options_.on_message);
  }
  return absl::OkStatus();
}

}  // namespace motcua::notification
