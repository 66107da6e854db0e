#pragma once

namespace motcua::intake {

/// How a dossier was filed. The numbers are the national KenhThucHien codes.
enum class Channel : int { kUnspecified = 0, kDirect = 1, kOnline = 2, kPost = 3 };

}  // namespace motcua::intake
