#include "store/pg_templates.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

absl::Status Corrupt() {
  return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored template can't be read");
}

absl::StatusOr<std::vector<v1::Template>> ReadDocuments(const db::Result& found) {
  std::vector<v1::Template> documents;
  documents.reserve(found.size());
  for (const db::Row row : found) {
    if (!documents.emplace_back().ParseFromString(row.Bytes("document"))) {
      return Corrupt();
    }
  }
  return documents;
}

}  // namespace

absl::StatusOr<Template> ToTemplate(const v1::Template& document) {
  const auto valid_from = calendar::ParseDate(document.valid_from());
  if (!valid_from.ok()) {
    return FieldError("valid_from", "DATE_INVALID", "a date YYYY-MM-DD is required");
  }
  Template text{.id = document.id(),
                .version = document.version(),
                .valid_from = *valid_from,
                .moment = static_cast<Moment>(document.moment()),
                .channels = {document.channels().begin(), document.channels().end()},
                .accented = document.accented_vi(),
                .unaccented = document.unaccented_vi(),
                .send_accented = document.send_accented(),
                .urgent = document.urgent(),
                .obligatory = document.obligatory(),
                .validity_hours = document.validity_hours(),
                .enabled = document.enabled()};
  return text;
}

absl::StatusOr<int> PgTemplates::Save(const CallContext& call,
                                      const std::vector<v1::Template>& documents, Mode mode) {
  int added = 0;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "load_templates", [&](db::Transaction& transaction) -> absl::Status {
        added = 0;
        for (const v1::Template& document : documents) {
          const std::string bytes = document.SerializeAsString();
          const std::string name =
              "template/" + document.id() + "/" + std::to_string(document.version());
          MOTCUA_ASSIGN_OR_RETURN(
              const db::Result known,
              transaction.Read(
                  {sql::kReadTemplate, db::Params().Text(document.id()).Int(document.version())}));
          if (!known.empty()) {
            if (known.front().Bytes("document") != bytes) {
              return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
                           "this version is already stored with different content; load a new "
                           "version",
                           {{"version", name}});
            }
            continue;
          }
          ++added;
          if (mode == Mode::kDryRun) {
            continue;
          }
          transaction.Write({sql::kInsertTemplate, db::Params()
                                                       .Text(document.id())
                                                       .Int(document.version())
                                                       .Int(document.moment())
                                                       .Text(document.valid_from())
                                                       .Bytes(bytes)});
          command::AppendAudit(transaction, {{.caller = call.caller,
                                              .method = "LoadTemplates",
                                              .subject = name,
                                              .traceparent = call.traceparent}});
        }
        return absl::OkStatus();
      }));
  return added;
}

absl::StatusOr<std::vector<v1::Template>> PgTemplates::List(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, lease->Execute({sql::kReadTemplates, {}}));
  return ReadDocuments(found);
}

absl::StatusOr<std::vector<Template>> ReadTemplatesOf(db::Transaction& transaction, Moment moment) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      transaction.Read({sql::kReadTemplatesOf, db::Params().Int(static_cast<int>(moment))}));
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<v1::Template> documents, ReadDocuments(found));
  std::vector<Template> templates;
  for (const v1::Template& document : documents) {
    const auto text = ToTemplate(document);
    if (!text.ok()) {
      return Corrupt();
    }
    templates.push_back(*text);
  }
  return templates;
}

}  // namespace motcua::notification
