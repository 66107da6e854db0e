#include "motcua/http/headers.h"

#include <algorithm>

namespace motcua::http {
namespace {

// Initial capacity for a typical message; growing step by step took six allocations per answer.
constexpr std::size_t kUsualFields = 8;
constexpr std::size_t kUsualText = 240;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// RFC 9110 5.6.2.
bool IsTokenChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

}  // namespace

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return Lower(x) == Lower(y); });
}

Headers::Headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  for (const auto& [name, value] : fields) {
    Add(name, value);
  }
}

void Headers::Add(std::string_view name, std::string_view value) {
  if (!IsToken(name)) {
    return;
  }
  if (slots_.capacity() == 0) {
    slots_.reserve(kUsualFields);
    text_.reserve(kUsualText);
  }
  slots_.push_back(Slot{static_cast<std::uint32_t>(text_.size()),
                        static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(value.size())});
  text_.append(name).append(value);
  std::replace_if(text_.end() - static_cast<std::ptrdiff_t>(value.size()), text_.end(), IsControl,
                  ' ');
}

void Headers::Set(std::string_view name, std::string_view value) {
  Remove(name);
  Add(name, value);
}

void Headers::Remove(std::string_view name) {
  // The text stays in the buffer: messages are short-lived, and removal is rare.
  std::erase_if(slots_, [&](const Slot& slot) {
    return EqualsIgnoreCase(std::string_view(text_).substr(slot.name_at, slot.name_size), name);
  });
}

void Headers::Clear() {
  text_.clear();
  slots_.clear();
}

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (const Field field = (*this)[i]; EqualsIgnoreCase(field.name, name)) {
      return field.value;
    }
  }
  return std::nullopt;
}

std::string_view Headers::Get(std::string_view name) const {
  return Find(name).value_or(std::string_view());
}

std::size_t Headers::Count(std::string_view name) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    count += EqualsIgnoreCase((*this)[i].name, name) ? 1U : 0U;
  }
  return count;
}

Headers::Field Headers::operator[](std::size_t i) const {
  const Slot& slot = slots_[i];
  const std::string_view text = text_;
  return Field{text.substr(slot.name_at, slot.name_size),
               text.substr(slot.name_at + slot.name_size, slot.value_size)};
}

}  // namespace motcua::http
