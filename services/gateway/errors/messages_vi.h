#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace motcua::gateway {

/// What a citizen or clerk reads for a stable reason; for an unknown one the sentence of another,
/// or a general one.
std::string_view VietnameseMessage(std::string_view reason, std::string_view otherwise = "");

/// All reasons that have a sentence of their own, sorted, for the contract test.
std::span<const std::pair<std::string_view, std::string_view>> VietnameseMessages();

}  // namespace motcua::gateway
