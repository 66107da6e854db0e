#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "motcua/base/actor.h"
#include "motcua/base/clock.h"

namespace motcua::feedback {

// The types of petitions; the numbers are those of motcua.feedback.v1.

enum class PetitionClass { kUnclassified = 0, kRegulation = 1, kBehaviour = 2, kBoth = 3 };

enum class PetitionChannel {
  kUnspecified = 0,
  kPortal = 1,
  kPhone = 2,
  kCounter = 3,
  kPost = 4,
  kEmail = 5,
  kNationalPortal = 6,
};

enum class PetitionState {
  kNew = 1,
  kAccepted = 2,
  kAssigned = 3,
  kNeedInfo = 4,
  kSupplemented = 5,
  kAnswered = 6,
  kWaitingPublish = 7,
  kPublished = 8,
  kRefused = 9,
  kForwarded = 10,
  kJoined = 11,
};

// Stable lower-case names used in events, such as `need_info`. Empty for unclassified.
std::string_view NameOf(PetitionState state);
std::string_view NameOf(PetitionClass petition_class);
std::string_view NameOf(PetitionChannel channel);
// The names on the national portal (domain 4.2), and in English.
std::string_view VietnameseName(PetitionState state);
std::string_view EnglishName(PetitionState state);

/// Answered, published, refused, transferred to an outside agency or joined to another petition: no
/// further action is needed.
bool IsEnded(PetitionState state);

/// The sender. Personal data.
struct Sender {
  std::string full_name;
  std::string phone;
  std::string email;
  std::string address;
};

/// Deadlines of the steps, counted from the sending (index 766 no. 5.2); empty if the rules set no
/// limit.
struct Deadlines {
  std::optional<Instant> refuse;
  std::optional<Instant> ask;
  std::optional<Instant> transfer;
  Instant answer{};
};

/// One petition (phản ánh, kiến nghị; NĐ 20/2008).
struct Petition {
  std::string id;
  std::string code;
  /// The look-up form of the code: upper case, only A-Z0-9.
  std::string lookup_key;
  std::string secret_hash;
  /// Every change is a decision of a person, so this is also the sequence of its events.
  std::int64_t revision = 0;
  PetitionState state = PetitionState::kNew;
  PetitionClass petition_class = PetitionClass::kUnclassified;
  PetitionChannel channel = PetitionChannel::kUnspecified;
  std::string title;
  std::string content;
  Sender sender;
  std::string about_dossier;
  std::string about_agency;
  std::string handling_agency;
  std::string external_code;
  bool restricted = false;
  /// The last question to the sender.
  std::string question;
  std::string answer;
  std::string public_text;
  /// Why it was refused, joined or not published, or to which outside agency it was transferred.
  std::string closing_note;
  /// The code of the earlier petition whose answer is also the answer to this one.
  std::string joined_to;
  /// The version of the rules under which it was sent, and the line that applies.
  std::string rules_version;
  int rules_line = 0;
  Instant sent_at{};
  Deadlines deadlines;
  std::optional<Instant> publish_due_at;
  std::optional<Instant> answered_at;
  std::optional<Instant> published_at;
  bool asked = false;
  Instant last_occurred_at{};
};

/// Deadline of the present step; empty once the petition has ended. The clock keeps running while
/// the sender is asked (766 5.2), so the deadline of the answer applies.
std::optional<Instant> StepDueAt(const Petition& petition);

/// One line of a petition's history.
struct HistoryLine {
  Instant at{};
  PetitionState state = PetitionState::kNew;
  Actor actor;
  std::string from_agency;
  std::string to_agency;
  std::string note;
  /// Deadline of this step; empty if there is no limit.
  std::optional<Instant> due_at;
};

}  // namespace motcua::feedback
