#pragma once

#include <map>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "domain/transitions.h"
#include "usecase/ports.h"

namespace motcua::feedback {

/// What the sender, or everyone, may see of a petition. Empty texts are not shown.
struct PublicStatus {
  std::string code;
  PetitionState state = PetitionState::kNew;
  std::optional<Instant> answer_due_at;
  std::optional<Instant> published_at;
  std::string answer;
  std::string question;
  std::string public_text;
  std::string reason;
  /// The earlier petition whose answer is shown here.
  std::string joined_to;
};

/// Queries about petitions and ratings. Thread-safe.
class PetitionQueries {
 public:
  PetitionQueries(Reader& reader, const Clock& clock) : reader_(reader), clock_(clock) {}

  struct Shown {
    Petition petition;
    View view = View::kWithoutSender;
    std::vector<HistoryLine> history;
    /// The code of the petition that this one probably repeats.
    std::string repeat_of;
  };
  /// For officers and programs. NOT_FOUND / PETITION_UNKNOWN; PERMISSION_DENIED /
  /// PETITION_RESTRICTED for other agencies; ACTOR_INVALID, also for citizens.
  absl::StatusOr<Shown> Get(const CallContext& call, const std::string& petition,
                            const Actor& actor) const;

  /// INVALID_ARGUMENT / AGENCY_MISSING, STATE_NOT_OPEN (no action is needed in that state).
  struct Work {
    std::vector<Petition> petitions;
    /// Per id: the code of the petition that this one probably repeats.
    std::map<std::string, std::string> repeated;
  };
  absl::StatusOr<Work> WorkList(const CallContext& call, WorkListQuery query, bool overdue) const;

  /// NOT_FOUND / PETITION_UNKNOWN; PERMISSION_DENIED / SECRET_WRONG, or SECRET_MISSING while it is
  /// not published.
  absl::StatusOr<PublicStatus> Status(const CallContext& call, const std::string& code,
                                      const std::string& lookup_secret) const;

  absl::StatusOr<std::vector<Petition>> Published(const CallContext& call,
                                                  const PublishedQuery& query) const;

  // INVALID_ARGUMENT / DATE_INVALID, PERIOD_INVALID (inverted, or longer than 400 days).
  absl::StatusOr<std::vector<PetitionCount>> CountPetitions(const CallContext& call,
                                                            const Period& period) const;
  absl::StatusOr<std::vector<RatingCount>> CountRatings(const CallContext& call,
                                                        const Period& period) const;

 private:
  Reader& reader_;
  const Clock& clock_;
};

/// The published part of a petition.
PublicStatus PublishedPart(const Petition& petition);

}  // namespace motcua::feedback
