#include "store/dossier_rows.h"

#include "motcua/base/check.h"
#include "motcua/command/reference.h"
#include "motcua/command/written_rows.h"
#include "motcua/outbox/event_log.h"

#include "store/dossier_document.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

using db::Derived;
using db::Field;
using db::Fixed;
using db::Key;
using db::Type;

DossierContent ParseContent(const std::string& bytes) {
  v1::DossierContent document;
  MOTCUA_CHECK(document.ParseFromString(bytes));  // written by this column only
  return ToContent(document);
}

db::Column<Dossier> ContentColumn() {
  return {.name = "content",
          .type = Type::kBytea,
          .put = [](const Dossier& row,
                    db::Array& out) { out.Bytes(ToDocument(row.content).SerializeAsString()); },
          .take = [](const db::Row& in, std::string_view at,
                     Dossier& row) { row.content = ParseContent(in.Bytes(at)); }};
}

const db::Table<Dossier>& Dossiers() {
  static const db::Table<Dossier> kDossiers(
      "dossiers",
      {Key(Field("id", Type::kUuid, &Dossier::id)),
       Fixed(Field("code", &Dossier::code)),
       Fixed(Field("lookup_key", &Dossier::lookup_key)),
       Fixed(Field("secret_hash", &Dossier::secret_hash)),
       Field("revision", &Dossier::revision),
       Field("sequence", &Dossier::sequence),
       Field("state", &Dossier::state),
       Field("end_reason", &Dossier::end_reason),
       Fixed(Field("channel", &Dossier::channel)),
       Fixed(Derived<Dossier>(
           "procedure_code", Type::kText,
           [](const Dossier& row, db::Array& out) { out.Text(row.content.procedure_code); })),
       Fixed(Field("procedure_version", &Dossier::procedure_version)),
       Fixed(Field("rule_set", &Dossier::rule_set)),
       Fixed(Derived<Dossier>(
           "receiving_agency", Type::kText,
           [](const Dossier& row, db::Array& out) { out.Text(row.content.receiving_agency); })),
       Fixed(Derived<Dossier>(
           "handling_agency", Type::kText,
           [](const Dossier& row, db::Array& out) { out.Text(row.content.handling_agency); })),
       ContentColumn(),
       Fixed(Field("filed_at", &Dossier::filed_at)),
       Fixed(Derived<Dossier>(
           "alert_shard", Type::kSmallint,
           [](const Dossier& row, db::Array& out) { out.Int(outbox::ShardOf(row.id)); })),
       Field("next_alert_at", &Dossier::next_alert_at),
       Field("acceptance_due_at", &Dossier::acceptance_due_at),
       Field("received_at", &Dossier::received_at),
       Field("due_at", &Dossier::due_at),
       Field("request_due_at", &Dossier::request_due_at),
       Derived<Dossier>(
           "deadline_at", Type::kTimestamptz,
           [](const Dossier& row, db::Array& out) { out.OptionalTime(DeadlineOf(row)); }),
       Fixed(Field("fee_vnd", &Dossier::fee_vnd)),
       Field("fee_paid", &Dossier::fee_paid),
       Field("supplement_requests", Type::kSmallint, &Dossier::supplement_requests),
       Field("accepted", &Dossier::accepted),
       Field("last_occurred_at", &Dossier::last_occurred_at)});
  return kDossiers;
}

struct SecretRow {
  std::string dossier_id;
  std::string secret;
};
const db::Table<SecretRow>& Secrets() {
  static const db::Table<SecretRow> kSecrets(
      "lookup_secrets", {Key(Field("dossier_id", Type::kUuid, &SecretRow::dossier_id)),
                         Field("secret", &SecretRow::secret)});
  return kSecrets;
}

struct ReceiptRow {
  std::string dossier_id;
  std::string document;
};
const db::Table<ReceiptRow>& Receipts() {
  static const db::Table<ReceiptRow> kReceipts(
      "receipts", {Key(Field("dossier_id", Type::kUuid, &ReceiptRow::dossier_id)),
                   Field("document", Type::kBytea, &ReceiptRow::document)});
  return kReceipts;
}

}  // namespace

db::Query DossiersQuery(const std::vector<std::string>& dossiers, db::Reading reading) {
  static const db::ReadStatements kReads = Dossiers().Reads(
      "dossiers", "WHERE id = ANY ($1::uuid[]) OR lookup_key = ANY ($2::text[]) ORDER BY id");
  return {.statement = kReads[reading], .params = command::ByIdOrCode(dossiers)};
}

db::Query WaitingQuery(const ListQuery& query) {
  static const std::string kAfter =
      "WHERE receiving_agency = $1 AND deadline_at IS NOT NULL AND (deadline_at, id) > ($2, $3)";
  static const std::string kOrder = " ORDER BY deadline_at, id LIMIT $4";
  static const db::MadeStatement kAll = Dossiers().Select("list_waiting", kAfter + kOrder);
  static const db::MadeStatement kOfState =
      Dossiers().Select("list_waiting_by_state", kAfter + " AND state = $5" + kOrder);
  constexpr char kLeastId[] = "00000000-0000-0000-0000-000000000000";
  const ListPosition after = query.after.value_or(ListPosition{Instant{}, kLeastId});
  db::Params params;
  params.Text(query.receiving_agency).Time(after.deadline).Text(after.id).Int(query.limit);
  if (!query.state.has_value()) {
    return {.statement = kAll, .params = std::move(params)};
  }
  params.Int(dossier::WireNumber(*query.state));
  return {.statement = kOfState, .params = std::move(params)};
}

std::vector<Dossier> ReadDossiers(const db::Result& result) {
  return Dossiers().ReadAll(result);
}

void WriteDossiers(db::Transaction& transaction,
                   const std::vector<command::Written<DossierModel>>& dossiers) {
  command::WriteRows(transaction, Dossiers(), dossiers);
}

void WriteBeside(db::Transaction& transaction,
                 const std::vector<command::Change<DossierModel>>& changes) {
  std::vector<SecretRow> secrets;
  std::vector<ReceiptRow> receipts;
  db::Array citing(Type::kUuid);
  db::Array cited(Type::kUuid);
  bool cites = false;
  for (const command::Change<DossierModel>& change : changes) {
    const std::string& id = change.after.id;
    if (!change.before.has_value()) {
      secrets.push_back({.dossier_id = id, .secret = change.decision.lookup_secret});
    }
    if (change.after.accepted && change.decision.receipt.has_value()) {
      receipts.push_back(
          {.dossier_id = id, .document = ToDocument(*change.decision.receipt).SerializeAsString()});
    }
    for (const std::string& paper : change.decision.cited_papers) {
      citing.Text(id);
      cited.Text(paper);
      cites = true;
    }
  }
  if (!secrets.empty()) {
    transaction.Write(Secrets().Insert(secrets));
  }
  if (!receipts.empty()) {
    transaction.Write(Receipts().Insert(receipts));
  }
  if (cites) {
    transaction.Write({sql::kCitePapers, db::Params().Values(citing).Values(cited)});
  }
}

}  // namespace motcua::intake
