#include "store/pg_templates.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/table.h"

#include "store/sql.h"

namespace motcua::notification {
namespace {

absl::Status Corrupt() {
  return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored template can't be read");
}

absl::StatusOr<v1::Template> ReadDocument(const std::string& bytes) {
  v1::Template document;
  if (!document.ParseFromString(bytes)) {
    return Corrupt();
  }
  return document;
}

absl::StatusOr<Template> ReadTemplate(const std::string& bytes) {
  MOTCUA_ASSIGN_OR_RETURN(const v1::Template document, ReadDocument(bytes));
  absl::StatusOr<Template> text = ToTemplate(document);
  return text.ok() ? std::move(text) : Corrupt();
}

const db::Table<TemplateVersion>& Versions() {
  using db::Field;
  using Row = TemplateVersion;
  static const db::Table<Row> kVersions(
      "templates",
      {db::Key(Field<Row>(
           "id", [](auto& row) -> auto& { return row.text.id; })),
       db::Key(Field<Row>(
           "version", [](auto& row) -> auto& { return row.text.version; })),
       Field<Row>(
           "moment", [](auto& row) -> auto& { return row.text.moment; }),
       db::Derived<Row>("valid_from", db::Type::kDate,
                        [](const Row& row, db::Array& out) { out.Date(row.text.valid_from); }),
       Field("document", db::Type::kBytea, &Row::document)});
  return kVersions;
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

absl::StatusOr<std::vector<v1::Template>> PgTemplates::List(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(db::Pool::Lease lease, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result found, lease->Execute({sql::kReadTemplates, {}}));
  std::vector<v1::Template> documents;
  for (const db::Row row : found) {
    MOTCUA_ASSIGN_OR_RETURN(documents.emplace_back(), ReadDocument(row.Bytes("document")));
  }
  return documents;
}

absl::StatusOr<std::vector<Template>> ReadTemplatesOf(db::Transaction& transaction, Moment moment) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      transaction.Read({sql::kReadTemplatesOf, db::Params().Int(static_cast<int>(moment))}));
  std::vector<Template> templates;
  for (const db::Row row : found) {
    MOTCUA_ASSIGN_OR_RETURN(templates.emplace_back(), ReadTemplate(row.Bytes("document")));
  }
  return templates;
}

absl::StatusOr<std::vector<TemplateVersion>> LockVersions(
    db::Transaction& transaction, const std::vector<TemplateVersion>& versions) {
  db::Array ids(db::Type::kText);
  db::Array numbers(db::Type::kInteger);
  for (const TemplateVersion& version : versions) {
    ids.Text(version.text.id);
    numbers.Int(version.text.version);
  }
  transaction.Write({sql::kLockTemplates, {}});
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result found,
      transaction.Read({sql::kReadVersions, db::Params().Values(ids).Values(numbers)}));
  std::vector<TemplateVersion> stored;
  for (const db::Row row : found) {
    TemplateVersion version{.text = {}, .document = row.Bytes("document")};
    MOTCUA_ASSIGN_OR_RETURN(version.text, ReadTemplate(version.document));
    stored.push_back(std::move(version));
  }
  return stored;
}

void InsertVersions(db::Transaction& transaction, const std::vector<TemplateVersion>& versions) {
  if (!versions.empty()) {
    transaction.Write(Versions().Insert(versions));
  }
}

}  // namespace motcua::notification
