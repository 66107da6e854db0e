#pragma once

#include <string>

#include "domain/answer.h"
#include "domain/message.h"
#include "usecase/ports.h"

namespace motcua::portalsync {

// All JSON of the portal (domain 2.2 to 2.4). Pure functions.

/// Fields of every request of a logged-in client.
struct Caller {
  std::string session;
  /// madonvi.
  std::string unit_code;
};

std::string LoginRequest(const std::string& user, const std::string& password);
std::string LookUpRequest(const Caller& caller, const std::string& code);
std::string DossierRequest(const Caller& caller, const DossierMessage& message, bool updating);
std::string ProgressRequest(const Caller& caller, const Fields& message);

/// kFailed for a text that is not JSON or not an answer of the portal: its `error_code` must be a
/// number, or a text with a number.
PortalAnswer ReadAnswer(const std::string& body);
/// The answer to TraCuuHoSo for `code`. kFailed also when it is about another dossier or
/// lacks state or progress.
LookedUp ReadLookUp(const std::string& body, const std::string& code);
/// The session of a successful log-in; empty when there is none.
std::string ReadSession(const std::string& body);

}  // namespace motcua::portalsync
