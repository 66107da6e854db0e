#include "motcua/rpc/request_texts.h"

#include <string>
#include <vector>

#include <absl/strings/str_cat.h>
#include <google/protobuf/descriptor.h>

#include "motcua/base/status_macros.h"
#include "motcua/text/text.h"

namespace motcua::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

/// Where the walk is. The path is needed for errors only, so it is put together then.
struct Place {
  const Place* outer = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = 0;

  std::string Path() const {
    const std::string own = field->is_repeated()
                                ? absl::StrCat(std::string(field->name()), "[", index, "]")
                                : std::string(field->name());
    return outer == nullptr ? own : absl::StrCat(outer->Path(), ".", own);
  }
};

absl::Status CheckMessage(const Message& message, const Place* outer);

absl::Status CheckValue(const Message& message, const Reflection& reflection, const Place& at) {
  const FieldDescriptor* const field = at.field;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return CheckMessage(field->is_repeated()
                            ? reflection.GetRepeatedMessage(message, field, at.index)
                            : reflection.GetMessage(message, field),
                        &at);
  }
  std::string scratch;
  const std::string& text =
      field->is_repeated()
          ? reflection.GetRepeatedStringReference(message, field, at.index, &scratch)
          : reflection.GetStringReference(message, field, &scratch);
  return text::CheckCharacters(text, "").ok() ? absl::OkStatus()
                                              : text::CheckCharacters(text, at.Path());
}

absl::Status CheckMessage(const Message& message, const Place* outer) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
        field->type() != FieldDescriptor::TYPE_STRING) {
      continue;
    }
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      MOTCUA_RETURN_IF_ERROR(
          CheckValue(message, reflection, {.outer = outer, .field = field, .index = i}));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTexts(const Message& request) {
  return CheckMessage(request, nullptr);
}

}  // namespace motcua::rpc
