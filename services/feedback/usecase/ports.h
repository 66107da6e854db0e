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

#include "domain/petition.h"
#include "domain/rating.h"
#include "domain/rules.h"

namespace motcua::feedback {

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

/// What a command on petitions finds, all in one round trip.
struct Opening {
  std::optional<RecordedAnswer> answer;
  std::optional<Petition> petition;
  std::shared_ptr<const Rules> rules;
};

/// One change of one petition: everything that is written with it.
struct Change {
  /// The petition after it.
  Petition petition;
  HistoryLine line;
  /// Empty: a new petition.
  std::optional<PetitionState> previous_state;
  std::string event_id;
  std::string method;
  /// The officer's words, for the audit row; never a citizen's.
  std::string reason;
};

/// What a rating finds.
struct RatingOpening {
  std::optional<RecordedAnswer> answer;
  std::optional<HandedOver> dossier;
  bool rated = false;
};

/// One transaction as the use cases see it. Writes are queued and go out with the commit. Not
/// thread-safe.
class Session {
 public:
  virtual ~Session() = default;
  /// Locks the petition (by id or any spelling of the code; empty: a new one) first and looks the
  /// key up after it: whoever waited for the lock then sees the answer of the one who held it.
  virtual absl::StatusOr<Opening> Open(const CommandKey& key, const std::string& petition) = 0;
  /// State, history line, audit row, event and outbox row (R1.1).
  virtual void Record(const Change& change) = 0;
  /// Locks the dossier and then looks for its rating and for the key.
  virtual absl::StatusOr<RatingOpening> OpenRating(const CommandKey& key,
                                                   const std::string& lookup_key) = 0;
  /// Rating, the day's counter, audit row, event and outbox row.
  virtual void RecordRating(const Rating& rating, const std::string& event_id) = 0;
  virtual void Remember(const CommandKey& key, const std::string& answer) = 0;
  /// Every version loaded so far, under the lock that orders loads.
  virtual absl::StatusOr<std::shared_ptr<const Rules>> LockRules() = 0;
  virtual void InsertRules(const PetitionRules& rules) = 0;
};

/// Runs a body in one transaction. The body may run more than once: a lost race rolls back and
/// starts it again. Thread-safe.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;
  virtual absl::Status Run(const CallContext& call, std::string_view name,
                           const std::function<absl::Status(Session&)>& body) = 0;
};

/// Where a page ended.
struct ListPosition {
  Instant at{};
  std::string id;
};

struct WorkListQuery {
  std::string handling_agency;
  std::optional<PetitionState> state;
  /// Only those whose step was due before it.
  std::optional<Instant> overdue_at;
  std::optional<ListPosition> after;
  int limit = 0;
};

struct PublishedQuery {
  /// Empty: every agency.
  std::string about_agency;
  std::optional<ListPosition> before;
  int limit = 0;
};

/// Local days, both inclusive, YYYY-MM-DD.
struct Period {
  std::string from;
  std::string to;
};

/// Petitions whose answer is due in a period, of one agency and class.
struct PetitionCount {
  std::string handling_agency;
  PetitionClass petition_class = PetitionClass::kUnclassified;
  std::int64_t received = 0;
  std::int64_t answered_in_time = 0;
  std::int64_t answered_late = 0;
  std::int64_t open_in_time = 0;
  std::int64_t open_overdue = 0;
  std::int64_t refused = 0;
  std::int64_t forwarded = 0;
  std::int64_t published = 0;
};

/// Ratings of one agency, source and score in a period.
struct RatingCount {
  std::string handling_agency;
  RatingSource source = RatingSource::kUnspecified;
  int score = 0;
  std::int64_t ratings = 0;
};

/// Reads without a transaction. Thread-safe.
class Reader {
 public:
  virtual ~Reader() = default;
  /// As Session::Open without any lock.
  virtual absl::StatusOr<Opening> Look(const CallContext& call, const CommandKey& key) = 0;
  /// The petition and the rules of the moment.
  virtual absl::StatusOr<Opening> Find(const CallContext& call, const std::string& petition) = 0;
  /// Oldest first.
  virtual absl::StatusOr<std::vector<HistoryLine>> History(const CallContext& call,
                                                           const std::string& petition_id) = 0;
  /// Those that wait for somebody, oldest deadline first; without texts and sender.
  virtual absl::StatusOr<std::vector<Petition>> WorkList(const CallContext& call,
                                                         const WorkListQuery& query) = 0;
  /// Newest first.
  virtual absl::StatusOr<std::vector<Petition>> Published(const CallContext& call,
                                                          const PublishedQuery& query) = 0;
  virtual absl::StatusOr<std::vector<PetitionCount>> CountPetitions(const CallContext& call,
                                                                    const Period& period,
                                                                    Instant now) = 0;
  virtual absl::StatusOr<std::vector<RatingCount>> CountRatings(const CallContext& call,
                                                                const Period& period) = 0;
};

/// Serial numbers of the day. Thread-safe.
class SerialIssuer {
 public:
  virtual ~SerialIssuer() = default;
  /// The next serial of a local day: 1, 2, 3 ... never given twice, by whatever replica. Gaps are
  /// allowed: a serial is kept even if the petition behind it fails.
  virtual absl::StatusOr<std::uint64_t> Next(const CallContext& call, const std::string& day) = 0;
};

/// What the owners of dossiers know. Thread-safe.
class Dossiers {
 public:
  virtual ~Dossiers() = default;
  /// The code as printed; nothing when there is no such dossier. UNAVAILABLE when intake cannot be
  /// asked.
  virtual absl::StatusOr<std::optional<std::string>> FindCode(const CallContext& call,
                                                              const std::string& lookup_key) = 0;
  /// Brings a hand-over that has not come by Kafka. NOT_FOUND / DOSSIER_UNKNOWN;
  /// FAILED_PRECONDITION / NOT_HANDED_OVER before acceptance; UNAVAILABLE when an owner cannot be
  /// asked. OK says only that everything the owner has done is known here now.
  virtual absl::Status Fetch(const CallContext& call, const std::string& lookup_key) = 0;
};

}  // namespace motcua::feedback
