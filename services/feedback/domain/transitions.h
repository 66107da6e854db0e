#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "domain/petition.h"
#include "domain/rules.h"

namespace motcua::feedback {

// The state machine of a petition. Each function changes the petition and returns the line of its
// history, or refuses, in which case the caller discards the petition. Revision and keys are
// handled by the caller.
//
// Common refusals: FAILED_PRECONDITION / WRONG_STATE with the present state; PERMISSION_DENIED /
// NOT_YOUR_PETITION for officers outside the handling agency and the centre; INVALID_ARGUMENT with
// the field.

/// The inputs of a decision.
struct Situation {
  /// Business time, not before the petition's last change.
  Instant now{};
  const Actor& actor;
  /// The decider's reason; already checked, at most 1000 characters.
  const std::string& reason;
  const Rules& rules;
  /// The petition named by PetitionRequest::other; null if there is no such one.
  const Petition* other = nullptr;
};

using Transition = absl::StatusOr<HistoryLine>;

/// NOT_FOUND / PETITION_UNKNOWN.
absl::Status PetitionUnknown();

/// Creates a petition from a draft, checked and with its deadlines, but without id and code.
/// AGENCY_UNKNOWN, CHANNEL_INVALID, SENDER_NAME_MISSING, SENDER_CONTACT_MISSING, PHONE_INVALID,
/// EMAIL_INVALID, the reasons of text::Check; FAILED_PRECONDITION / CALENDAR_UNKNOWN,
/// RULES_UNKNOWN, CENTRE_UNKNOWN.
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
/// The same, with the first line of the history; id, serial and code are assigned later.
Transition SendNew(Petition& petition, const Situation& situation, const Draft& draft);

/// `PA.<province>-YYMMDD-NNNN`; serials above 9999 have more digits.
std::string FormatPetitionCode(const std::string& province, Instant sent, std::uint64_t serial);

/// PERMISSION_DENIED / SECRET_MISSING, SECRET_WRONG: checks the secret by which a sender is
/// recognised.
absl::Status CheckSecret(const Petition& petition, const std::string& typed);

/// NEW, SUPPLEMENTED -> ACCEPTED. The deadlines are recomputed from the sending under the
/// petition's rules if the class has other limits. CLASS_INVALID.
Transition Accept(Petition& petition, const Situation& situation, PetitionClass petition_class,
                  bool restricted);

/// NEW, SUPPLEMENTED, NEED_INFO (the sender did not answer) -> REFUSED. REASON_MISSING.
Transition Refuse(Petition& petition, const Situation& situation);

/// NEW, ACCEPTED, ASSIGNED -> NEED_INFO; the clock keeps running.
Transition Ask(Petition& petition, const Situation& situation, const std::string& question);

/// NEED_INFO -> SUPPLEMENTED, by the sender (whose look-up secret was checked) or by an officer on
/// the sender's behalf.
Transition Supplement(Petition& petition, const Situation& situation, const std::string& text);
/// The same, but checks the sender's look-up secret first.
Transition SupplementProven(Petition& petition, const Situation& situation, const std::string& text,
                            const std::string& lookup_secret);

/// ACCEPTED, ASSIGNED -> ASSIGNED. AGENCY_UNKNOWN, AGENCY_UNCHANGED.
Transition Assign(Petition& petition, const Situation& situation, const std::string& agency);

/// NEW, ACCEPTED, ASSIGNED -> ASSIGNED, or FORWARDED to an outside agency. Does not restart the
/// clock: the limits count from the last transfer to the province (766 5.2), which here is the
/// sending. REASON_MISSING, AGENCY_UNKNOWN, AGENCY_UNCHANGED, AGENCY_MISSING, AGENCY_AMBIGUOUS.
Transition Transfer(Petition& petition, const Situation& situation, const std::string& agency,
                    const std::string& outside_agency);

/// ASSIGNED -> WAITING_PUBLISH, or ANSWERED without publication; only by the handling agency.
/// REASON_MISSING without publication; FAILED_PRECONDITION / PETITION_RESTRICTED for publishing a
/// restricted one; NAMES_SENDER.
Transition Answer(Petition& petition, const Situation& situation, const std::string& answer,
                  bool publish);

/// WAITING_PUBLISH -> PUBLISHED. NAMES_SENDER when the text contains the sender's name, phone or
/// e-mail.
Transition Publish(Petition& petition, const Situation& situation, const std::string& public_text);

/// NEW, ACCEPTED, ASSIGNED, NEED_INFO, SUPPLEMENTED -> JOINED: the sender's earlier petition
/// (Situation::other) says the same, and its answer is the answer to this one. What both say is the
/// officer's judgement; that both have the same sender is checked, because the sender of this one
/// will read the answer to that one. REASON_MISSING; INVALID_ARGUMENT / EARLIER_UNKNOWN,
/// EARLIER_INVALID (this one, or one sent later); PERMISSION_DENIED / PETITION_RESTRICTED;
/// FAILED_PRECONDITION / SENDER_DIFFERS, EARLIER_JOINED (with the code of the one to name).
Transition Join(Petition& petition, const Situation& situation);

/// How much of a petition the reader may see.
enum class View {
  kNone,           ///< Restricted, and the actor is of another agency.
  kWithoutSender,  ///< Everything but who sent it.
  kFull,           ///< The handling agency.
};
View ViewOf(const Petition& petition, const Actor& actor, const Rules& rules, Instant now);

/// One of the functions above with its arguments bound.
using Decide = std::function<Transition(Petition&, const Situation&)>;

/// What a command about a petition asks for.
struct PetitionRequest {
  Decide decide;
  /// Id or code of a second petition that the decision reads; empty if it reads none.
  std::string other;
};

/// The decision, and what the answer shows.
struct PetitionDecision {
  HistoryLine line;
  /// What the actor may see of the petition afterwards.
  View view = View::kWithoutSender;
  /// For a new petition only; returned only once.
  std::string lookup_secret;
};

/// The model of petitions for libs/command.
struct PetitionModel {
  using Aggregate = Petition;
  using Request = PetitionRequest;
  using Decision = PetitionDecision;
  struct Surroundings {
    std::shared_ptr<const Rules> rules;
    /// The second petitions of the batch's commands.
    std::vector<Petition> others;
  };
};

}  // namespace motcua::feedback
