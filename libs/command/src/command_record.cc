#include "motcua/command/command_record.h"

#include <array>

#include <openssl/sha.h>

#include "motcua/base/status_macros.h"

namespace motcua::command {
namespace {

constexpr db::Statement kFindAnswerSql = {"find_answer",
                                          "SELECT request_hash, response FROM idempotency_keys "
                                          "WHERE caller = $1 AND method = $2 AND key = $3"};

constexpr db::Statement kInsertAnswerSql = {"insert_answer",
                                            "INSERT INTO idempotency_keys (caller, method, key, "
                                            "request_hash, response) VALUES ($1, $2, $3, $4, $5)"};

constexpr db::Statement kInsertAuditSql = {
    "insert_audit",
    "INSERT INTO audit_log (caller, method, actor_kind, actor_id, actor_agency, subject, "
    "revision_before,"
    " revision_after, reason, legal_ground, event_id, traceparent)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::uuid, $12)"};

constexpr db::Statement kPurgeAnswersSql = {
    "purge_answers",
    "DELETE FROM idempotency_keys WHERE (caller, method, key) IN"
    " (SELECT caller, method, key FROM idempotency_keys"
    "  WHERE created_at < clock_timestamp() - make_interval(hours => $1::int) LIMIT $2)"};

}  // namespace

std::string HashContent(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += kHex[byte >> 4U];
    text += kHex[byte & 0x0FU];
  }
  return text;
}

db::Query FindAnswer(const Key& key) {
  return {kFindAnswerSql, db::Params().Text(key.caller).Text(key.method).Text(key.key)};
}

std::optional<Answer> ReadAnswer(const db::Result& result) {
  if (result.empty()) {
    return std::nullopt;
  }
  return Answer{.request_hash = std::string(result.Text(0, 0)), .response = result.Bytes(0, 1)};
}

void RememberAnswer(db::Transaction& transaction, const Key& key, const std::string& response) {
  transaction.Write({kInsertAnswerSql, db::Params()
                                           .Text(key.caller)
                                           .Text(key.method)
                                           .Text(key.key)
                                           .Text(key.request_hash)
                                           .Bytes(response)});
}

void AppendAudit(db::Transaction& transaction, const AuditRow& row) {
  transaction.Write({kInsertAuditSql, db::Params()
                                          .Text(row.caller)
                                          .Text(row.method)
                                          .Int(row.actor_kind)
                                          .Text(row.actor_id)
                                          .Text(row.actor_agency)
                                          .Text(row.subject)
                                          .Int(row.revision_before)
                                          .Int(row.revision_after)
                                          .Text(row.reason)
                                          .Text(row.legal_ground)
                                          .TextOrNull(row.event_id)
                                          .Text(row.traceparent)});
}

absl::StatusOr<std::int64_t> PurgeAnswers(db::Pool& pool, const CallContext& call, int limit) {
  std::int64_t deleted = 0;
  MOTCUA_RETURN_IF_ERROR(
      pool.Run(call, "purge_answers", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const db::Result result,
            transaction.Read(
                {kPurgeAnswersSql, db::Params().Int(kAnswerLifetime.count()).Int(limit)}));
        deleted = result.affected();
        return absl::OkStatus();
      }));
  return deleted;
}

}  // namespace motcua::command
