#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace motcua::gateway {

/// The Vietnamese message for a stable reason; for an unknown reason, that of another reason or a
/// general one.
std::string_view VietnameseMessage(std::string_view reason, std::string_view otherwise = "");

/// All reasons with their own message, sorted, for the contract test.
std::span<const std::pair<std::string_view, std::string_view>> VietnameseMessages();

}  // namespace motcua::gateway
