#include "motcua/dossier/supplement_items.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/text.h"

namespace motcua::dossier {
namespace {

constexpr std::size_t kMostItems = 50;
constexpr std::size_t kLongestItem = 500;

}  // namespace

absl::Status CheckSupplementItems(const std::vector<std::string>& items) {
  if (items.empty()) {
    return FieldError("items_vi", "ITEMS_MISSING", "list everything that is missing");
  }
  if (items.size() > kMostItems) {
    return FieldError("items_vi", "TOO_MANY_ITEMS", "at most 50 items");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string field = "items_vi[" + std::to_string(i) + "]";
    MOTCUA_RETURN_IF_ERROR(text::Check(items[i], {.field = field,
                                                  .most = kLongestItem,
                                                  .required = true,
                                                  .lines = true,
                                                  .missing = "ITEM_INVALID",
                                                  .too_long = "ITEM_INVALID"}));
  }
  return absl::OkStatus();
}

}  // namespace motcua::dossier
