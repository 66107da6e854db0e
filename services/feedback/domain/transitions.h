#pragma once

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

/// What is sent, checked and with its dates, but without id and code. AGENCY_UNKNOWN,
/// CHANNEL_INVALID, SENDER_NAME_MISSING, SENDER_CONTACT_MISSING, PHONE_INVALID, EMAIL_INVALID, the
/// reasons of CheckText; FAILED_PRECONDITION / CALENDAR_UNKNOWN, RULES_UNKNOWN, CENTRE_UNKNOWN.
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

}  // namespace motcua::feedback
