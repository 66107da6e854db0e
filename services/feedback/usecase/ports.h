#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"

#include "domain/petition.h"
#include "domain/rating.h"
#include "domain/rules.h"

namespace motcua::feedback {

/// A petition that was found, and the current rules.
struct Found {
  std::optional<Petition> petition;
  std::shared_ptr<const Rules> rules;
};

/// Where a page ended.
struct ListPosition {
  Instant at{};
  std::string id;
};

struct WorkListQuery {
  std::string handling_agency;
  std::optional<PetitionState> state;
  /// If set, only petitions whose step was due before this.
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
  std::int64_t joined = 0;
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
  /// By id or any spelling of the code.
  virtual absl::StatusOr<Found> Find(const CallContext& call, const std::string& petition) = 0;
  /// Oldest first.
  virtual absl::StatusOr<std::vector<HistoryLine>> History(const CallContext& call,
                                                           const std::string& petition_id) = 0;
  /// Per id of a petition that was probably sent before: the code of the first of them (see
  /// domain/likeness.h; within 30 days).
  virtual absl::StatusOr<std::map<std::string, std::string>> Repeated(
      const CallContext& call, const std::vector<std::string>& petition_ids) = 0;
  /// Petitions that need action, earliest deadline first; without texts and sender.
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

/// Dossiers at their owners. Thread-safe.
class Dossiers {
 public:
  virtual ~Dossiers() = default;
  /// The code as printed; empty if there is no such dossier. UNAVAILABLE when intake cannot be
  /// reached.
  virtual absl::StatusOr<std::optional<std::string>> FindCode(const CallContext& call,
                                                              const std::string& lookup_key) = 0;
  /// Fetches a hand-over not yet received from Kafka. NOT_FOUND / DOSSIER_UNKNOWN;
  /// FAILED_PRECONDITION / NOT_HANDED_OVER before acceptance; UNAVAILABLE when an owner cannot be
  /// reached. OK only means that all events of the owner are now applied here.
  virtual absl::Status Fetch(const CallContext& call, const std::string& lookup_key) = 0;
};

}  // namespace motcua::feedback
