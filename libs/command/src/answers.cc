#include "motcua/command/answers.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::command {
namespace {

constexpr db::Statement kFindAnswers = {"find_answers", R"sql(
  SELECT asked.n, i.request_hash, i.response
  FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (caller, method, key, n)
  JOIN idempotency_keys i USING (caller, method, key)
)sql"};

constexpr db::Statement kInsertAnswers = {"insert_answers", R"sql(
  INSERT INTO idempotency_keys (caller, method, key, request_hash, response)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[])
)sql"};

// By age through the block-range index, so that a purge reads only what it deletes.
constexpr db::Statement kPurgeAnswers = {"purge_answers", R"sql(
  DELETE FROM idempotency_keys WHERE (caller, method, key) IN (
    SELECT caller, method, key FROM idempotency_keys
    WHERE created_at < clock_timestamp() - make_interval(hours => $1::int) LIMIT $2)
)sql"};

struct Names {
  db::Array callers{db::Type::kText};
  db::Array methods{db::Type::kText};
  db::Array keys{db::Type::kText};
};

Names NamesOf(const std::vector<const Key*>& keys) {
  Names names;
  for (const Key* key : keys) {
    names.callers.Text(key->caller);
    names.methods.Text(key->method);
    names.keys.Text(key->key);
  }
  return names;
}

// A body that refuses may have waited for the same command, sent twice, and have seen its effect.
bool AnsweredMeanwhile(db::Transaction& transaction, const Key& key) {
  const auto found = transaction.Read(FindAnswers({&key}));
  return found.ok() && !found->empty();
}

// Makes db::Pool::Run begin again, which finds the answer.
absl::Status LostToItsRepetition() {
  return Error(absl::StatusCode::kAborted, "RACE_LOST",
               "the same command was carried out at the same time");
}

}  // namespace

db::Query FindAnswers(const std::vector<const Key*>& keys) {
  const Names names = NamesOf(keys);
  return {kFindAnswers,
          db::Params().Values(names.callers).Values(names.methods).Values(names.keys)};
}

std::vector<std::optional<Answer>> ReadAnswers(const db::Result& result, std::size_t keys) {
  std::vector<std::optional<Answer>> answers(keys);
  for (const db::Row row : result) {
    answers.at(static_cast<std::size_t>(row.Int("n")) - 1) =
        Answer{.request_hash = row.Text("request_hash"), .response = row.Bytes("response")};
  }
  return answers;
}

std::vector<std::optional<Answer>> FindCommittedAnswers(db::Pool& pool,
                                                        const std::vector<const Key*>& keys) {
  if (const auto lease = pool.Acquire({}); lease.ok()) {
    if (const auto found = (*lease)->Execute(FindAnswers(keys)); found.ok()) {
      return ReadAnswers(*found, keys.size());
    }
  }
  return std::vector<std::optional<Answer>>(keys.size());
}

absl::StatusOr<std::string> ResponseTo(const Key& key, const Answer& answer) {
  if (answer.request_hash != key.request_hash) {
    return KeyReused();
  }
  return answer.response;
}

void RememberAnswers(db::Transaction& transaction, const std::vector<const Key*>& keys,
                     const std::vector<const std::string*>& responses) {
  const Names names = NamesOf(keys);
  db::Array hashes(db::Type::kText);
  db::Array bytes(db::Type::kBytea);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    hashes.Text(keys[i]->request_hash);
    bytes.Bytes(*responses[i]);
  }
  transaction.Write({kInsertAnswers, db::Params()
                                         .Values(names.callers)
                                         .Values(names.methods)
                                         .Values(names.keys)
                                         .Values(hashes)
                                         .Values(bytes)});
}

absl::StatusOr<std::string> Once(
    db::Pool& pool, const CallContext& call, const Key& key,
    absl::FunctionRef<absl::StatusOr<std::string>(db::Transaction&)> body) {
  MOTCUA_RETURN_IF_ERROR(CheckKey(call));
  std::string response;
  const absl::Status status =
      pool.Run(call, key.method, [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const db::Result found, transaction.Read(FindAnswers({&key})));
        if (const auto known = ReadAnswers(found, 1)[0]; known.has_value()) {
          MOTCUA_ASSIGN_OR_RETURN(response, ResponseTo(key, *known));
          return absl::OkStatus();
        }
        absl::StatusOr<std::string> made = body(transaction);
        if (!made.ok()) {
          return AnsweredMeanwhile(transaction, key) ? LostToItsRepetition() : made.status();
        }
        response = *std::move(made);
        RememberAnswers(transaction, {&key}, {&response});
        return absl::OkStatus();
      });
  if (Reason(status) == "COMMIT_UNKNOWN") {
    if (const auto known = FindCommittedAnswers(pool, {&key})[0]; known.has_value()) {
      return ResponseTo(key, *known);
    }
  }
  MOTCUA_RETURN_IF_ERROR(status);
  return response;
}

absl::StatusOr<std::int64_t> PurgeAnswers(db::Pool& pool, const CallContext& call, int limit) {
  std::int64_t deleted = 0;
  MOTCUA_RETURN_IF_ERROR(
      pool.Run(call, "purge_answers", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const db::Result result,
            transaction.Read(
                {kPurgeAnswers, db::Params().Int(kAnswerLifetime.count()).Int(limit)}));
        deleted = result.affected();
        return absl::OkStatus();
      }));
  return deleted;
}

}  // namespace motcua::command
