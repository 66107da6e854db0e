#pragma once

#include <functional>
#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "domain/petition.h"
#include "domain/rules.h"

namespace motcua::feedback {

// The state machine of a petition. Each function changes the petition and gives the line of its
// history, or refuses and changes nothing that is kept. Revision and keys are the use case's
// business.
//
// Common refusals: FAILED_PRECONDITION / WRONG_STATE with the present state; PERMISSION_DENIED /
// NOT_YOUR_PETITION for officers who are neither of the handling agency nor of the centre;
// INVALID_ARGUMENT with the field.

/// What a decision is made with.
struct Situation {
  /// Business time, not before the petition's last change.
  Instant now{};
  const Actor& actor;
  /// In the words of the one who decides; at most 1000 characters, checked.
  const std::string& reason;
  const Rules& rules;
};

using Transition = absl::StatusOr<HistoryLine>;

/// NOT_FOUND / PETITION_UNKNOWN.
absl::Status PetitionUnknown();

/// What is sent, checked and with its dates, but without id and code. AGENCY_UNKNOWN,
/// CHANNEL_INVALID, SENDER_NAME_MISSING, SENDER_CONTACT_MISSING, PHONE_INVALID, EMAIL_INVALID, the
/// reasons of text::Check; FAILED_PRECONDITION / CALENDAR_UNKNOWN, RULES_UNKNOWN, CENTRE_UNKNOWN.
struct Draft {
  PetitionChannel channel = PetitionChannel::kUnspecified;
  std::string title;
  std::string content;
  Sender sender;
  std::string about_dossier;
  std::string about_agency;
  std::string external_code;
};
absl::StatusOr<Petition> Send(const Draft& draft, const Actor& actor, Instant now,
                              const Rules& rules);
/// The same as the first line of a history; id, serial and code come later.
Transition SendNew(Petition& petition, const Situation& situation, const Draft& draft);

/// `PA.<province>-YYMMDD-NNNN`, the serial growing past four digits.
std::string FormatPetitionCode(const std::string& province, Instant sent, std::uint64_t serial);

/// PERMISSION_DENIED / SECRET_MISSING, SECRET_WRONG: what a sender proves a petition with.
absl::Status CheckSecret(const Petition& petition, const std::string& typed);

/// NEW, SUPPLEMENTED -> ACCEPTED. Dates are computed anew, from the sending and under the
/// petition's own rules, when the class has limits of its own. CLASS_INVALID.
Transition Accept(Petition& petition, const Situation& situation, PetitionClass petition_class,
                  bool restricted);

/// NEW, SUPPLEMENTED, NEED_INFO (the sender never answered) -> REFUSED. REASON_MISSING.
Transition Refuse(Petition& petition, const Situation& situation);

/// NEW, ACCEPTED, ASSIGNED -> NEED_INFO; the clock goes on.
Transition Ask(Petition& petition, const Situation& situation, const std::string& question);

/// NEED_INFO -> SUPPLEMENTED, by the sender (who has proved the look-up secret) or by an officer
/// who writes down what the sender said.
Transition Supplement(Petition& petition, const Situation& situation, const std::string& text);
/// The same, and a sender proves the look-up secret first.
Transition SupplementProven(Petition& petition, const Situation& situation, const std::string& text,
                            const std::string& lookup_secret);

/// ACCEPTED, ASSIGNED -> ASSIGNED. AGENCY_UNKNOWN, AGENCY_UNCHANGED.
Transition Assign(Petition& petition, const Situation& situation, const std::string& agency);

/// NEW, ACCEPTED, ASSIGNED -> ASSIGNED, or FORWARDED to an agency outside. Restarts no clock: the
/// limits count from the last transfer to the province (766 5.2), which is the sending here.
/// REASON_MISSING, AGENCY_UNKNOWN, AGENCY_UNCHANGED, AGENCY_MISSING, AGENCY_AMBIGUOUS.
Transition Transfer(Petition& petition, const Situation& situation, const std::string& agency,
                    const std::string& outside_agency);

/// ASSIGNED -> WAITING_PUBLISH, or ANSWERED without publication, by the handling agency alone.
/// REASON_MISSING without publication; FAILED_PRECONDITION / PETITION_RESTRICTED for publishing a
/// restricted one; NAMES_SENDER.
Transition Answer(Petition& petition, const Situation& situation, const std::string& answer,
                  bool publish);

/// WAITING_PUBLISH -> PUBLISHED. NAMES_SENDER when the text holds the sender's name, phone or
/// e-mail.
Transition Publish(Petition& petition, const Situation& situation, const std::string& public_text);

/// What somebody may see of a petition.
enum class View {
  kNone,           ///< Restricted, and the actor is of another agency.
  kWithoutSender,  ///< Everything but who sent it.
  kFull,           ///< The handling agency.
};
View ViewOf(const Petition& petition, const Actor& actor, const Rules& rules, Instant now);

/// One of the functions above with its own arguments.
using Decide = std::function<Transition(Petition&, const Situation&)>;

/// What was decided, and what the answer shows.
struct PetitionDecision {
  HistoryLine line;
  /// As the actor may see the petition afterwards.
  View view = View::kWithoutSender;
  /// Of a new petition only; shown this once.
  std::string lookup_secret;
};

/// A petition as libs/command knows kinds of aggregates.
struct PetitionModel {
  using Aggregate = Petition;
  using Request = Decide;
  using Decision = PetitionDecision;
  struct Surroundings {
    std::shared_ptr<const Rules> rules;
  };
};

}  // namespace motcua::feedback
