#include "domain/answer.h"

namespace motcua::portalsync {
namespace {

constexpr int kSessionOverCode = 401;

bool Says(const std::string& message, const char* text) {
  return message.find(text) != std::string::npos;
}

}  // namespace

PortalAnswer Judge(int error_code, const std::string& message) {
  // Without the first letter, which may be upper case.
  if (Says(message, "ã tồn tại")) {
    return {.verdict = Verdict::kExists, .message = message};
  }
  if (error_code == kSessionOverCode || (error_code != 0 && Says(message, "hiên làm việc"))) {
    return {.verdict = Verdict::kSessionOver, .message = message};
  }
  return {.verdict = error_code == 0 ? Verdict::kAccepted : Verdict::kRefused, .message = message};
}

}  // namespace motcua::portalsync
