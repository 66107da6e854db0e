#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"

#include "domain/catalogue.h"
#include "domain/dossier.h"
#include "domain/event.h"
#include "domain/receipt.h"
#include "domain/rules.h"

namespace motcua::intake {

/// A command as its idempotency record knows it (design rule 1).
struct CommandKey {
  std::string caller;
  std::string method;
  std::string key;
  std::string request_hash;
};

/// The answer given to an earlier command with the same (caller, method, key).
struct RecordedAnswer {
  std::string request_hash;
  std::string bytes;
};

/// What a command asks for before it decides, all in one round trip.
struct OpeningRequest {
  /// Not set for work that no caller asked for.
  std::optional<CommandKey> key;
  /// Id or code of the dossier to lock; empty for a command that makes a new one.
  std::string dossier;
  /// Papers that must exist.
  std::vector<std::string> papers;
};

/// What it finds.
struct Opening {
  std::optional<RecordedAnswer> answer;
  std::optional<Dossier> dossier;
  std::vector<std::string> missing_papers;
  std::shared_ptr<const Rules> rules;
};

/// One change of one dossier: everything that is written with it.
struct Change {
  /// The dossier after it.
  Dossier dossier;
  DossierEvent event;
  std::string method;
  /// 0: a new dossier.
  std::int64_t revision_before = 0;
  /// New dossiers only.
  std::string lookup_secret;
  std::vector<std::string> cited_papers;
  std::optional<Receipt> receipt;
};

/// One uploaded paper.
struct Paper {
  std::string id;
  std::string file_name;
  std::string media_type;
  std::string sha256;
  std::string content;
};

/// What the catalogue tables hold, read under the lock that orders loads.
struct StoredCatalogue {
  std::string province;
  Catalogue catalogue;
};

/// What one load of a catalogue changes.
struct CatalogueChange {
  std::string province;
  std::string province_name_vi;
  std::vector<Agency> agencies;
  std::vector<RuleSet> rule_sets;
  std::vector<Procedure> procedures;
  Instant at{};
};

/// One transaction as the use cases see it. Writes are queued and go out with the commit, so that a
/// command costs two round trips. Not thread-safe.
class Session {
 public:
  virtual ~Session() = default;
  /// Locks the dossier first and looks the key up after it: whoever waited for the lock then sees
  /// the answer of the one who held it.
  virtual absl::StatusOr<Opening> Open(const OpeningRequest& request) = 0;
  /// State, papers and receipt, history event, audit row and outbox row (R1.1).
  virtual void Record(const Change& change) = 0;
  virtual void Remember(const CommandKey& key, const std::string& answer) = 0;
  virtual void InsertPaper(const Paper& paper) = 0;
  virtual absl::StatusOr<StoredCatalogue> LockCatalogue() = 0;
  virtual absl::Status ApplyCatalogue(const CatalogueChange& change) = 0;
};

/// Runs a body in one transaction. The body may run more than once: a lost race rolls back and
/// starts it again. Thread-safe.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;
  virtual absl::Status Run(const CallContext& call, std::string_view name,
                           const std::function<absl::Status(Session&)>& body) = 0;
};

/// Where a page of the work list ended.
struct ListPosition {
  Instant deadline{};
  std::string id;
};
struct ListQuery {
  std::string receiving_agency;
  std::optional<NationalState> state;
  std::optional<ListPosition> after;
  int limit = 0;
};

/// A dossier with what only its receipt shows.
struct PrintedDossier {
  Dossier dossier;
  std::string lookup_secret;
  /// As printed at acceptance, without the secret; not set before.
  std::optional<Receipt> receipt;
};

/// Reads without a transaction. Thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  /// As Session::Open, without any lock.
  virtual absl::StatusOr<Opening> Look(const CallContext& call, const OpeningRequest& request) = 0;
  virtual absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext& call) = 0;
  /// By id or any spelling of the code; nothing when there is none.
  virtual absl::StatusOr<std::optional<Dossier>> FindDossier(const CallContext& call,
                                                             const std::string& dossier) = 0;
  virtual absl::StatusOr<std::optional<PrintedDossier>> FindPrinted(const CallContext& call,
                                                                    const std::string& dossier) = 0;
  /// Dossiers that wait, oldest deadline first.
  virtual absl::StatusOr<std::vector<Dossier>> List(const CallContext& call,
                                                    const ListQuery& query) = 0;
  /// Ids of dossiers of a shard whose next alert is due, oldest first.
  virtual absl::StatusOr<std::vector<std::string>> DueAlerts(const CallContext& call, int shard,
                                                             Instant now, int limit) = 0;
};

/// Serial numbers of the day. Thread-safe.
class SerialIssuer {
 public:
  virtual ~SerialIssuer() = default;
  /// The next serial of (agency, local day): 1, 2, 3 ... never given twice, by whatever replica.
  /// Gaps are allowed: a serial is kept even if the filing behind it fails (domain 1.1).
  virtual absl::StatusOr<std::uint64_t> Next(const CallContext& call, const std::string& agency,
                                             const std::string& day) = 0;
};

}  // namespace motcua::intake
