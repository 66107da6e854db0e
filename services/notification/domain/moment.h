#pragma once

#include <array>
#include <string_view>

namespace motcua::notification {

/// The moment of a dossier that a citizen is told about. The numbers are those of the proto and of
/// the database; kReply is the answer to an inbound message.
enum class Moment : int {
  kReply = 0,
  kReceived = 1,
  kSupplementRequested = 2,
  kPaymentRequested = 3,
  kResultReady = 4,
  kHandedOver = 5,
  kRefused = 6,
  kDueDateExtended = 7,
};

inline constexpr std::array<Moment, 7> kDossierMoments = {
    Moment::kReceived,       Moment::kSupplementRequested, Moment::kPaymentRequested,
    Moment::kResultReady,    Moment::kHandedOver,          Moment::kRefused,
    Moment::kDueDateExtended};

/// `received`, as in events and disclosures; `reply`.
std::string_view ToString(Moment moment);

}  // namespace motcua::notification
