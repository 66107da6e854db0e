#include "portal/json_messages.h"

#include <charconv>
#include <optional>

#include <boost/json.hpp>

namespace motcua::portalsync {
namespace {

namespace json = boost::json;

// Answers are small and flat; depth is limited by Boost.JSON itself (32), size by the client.
std::optional<json::object> ParseObject(const std::string& body) {
  boost::system::error_code error;
  json::value value = json::parse(body, error);
  if (error || !value.is_object()) {
    return std::nullopt;
  }
  return std::move(value.as_object());
}

std::optional<int> ToNumber(const json::value* value) {
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->is_int64()) {
    const std::int64_t number = value->as_int64();
    return number >= -1'000'000 && number <= 1'000'000 ? std::optional(static_cast<int>(number))
                                                       : std::nullopt;
  }
  if (value->is_string()) {
    const json::string& text = value->as_string();
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) {
      return number;
    }
  }
  return std::nullopt;
}

std::string ToText(const json::value* value) {
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

json::object ToJson(const Fields& fields) {
  json::object object;
  for (const auto& [name, text] : fields) {
    object[name] = text;
  }
  return object;
}

json::object Envelope(const Caller& caller, const char* service) {
  return {{"session", caller.session}, {"madonvi", caller.unit_code}, {"service", service}};
}

PortalAnswer Unknown(const char* what) {
  return {.verdict = Verdict::kFailed, .message = what};
}

PortalAnswer JudgeObject(const std::optional<json::object>& answer) {
  if (!answer.has_value()) {
    return Unknown("the answer is not a JSON object");
  }
  const std::optional<int> code = ToNumber(answer->if_contains("error_code"));
  if (!code.has_value()) {
    return Unknown("the answer has no error_code");
  }
  return Judge(*code, ToText(answer->if_contains("message")));
}

bool ReadProgress(const json::object& held, std::vector<HeldProgress>& progress) {
  const json::value* list = held.if_contains("DanhSachTienDo");
  if (list == nullptr || !list->is_array()) {
    return false;
  }
  for (const json::value& entry : list->as_array()) {
    if (!entry.is_object()) {
      return false;
    }
    progress.push_back({.at = ToText(entry.as_object().if_contains("ThoiDiemXuLy")),
                        .state = ToText(entry.as_object().if_contains("TrangThai"))});
  }
  return true;
}

}  // namespace

std::string LoginRequest(const std::string& user, const std::string& password) {
  return json::serialize(json::object{{"username", user}, {"password", password}});
}

std::string LookUpRequest(const Caller& caller, const std::string& code) {
  json::object request = Envelope(caller, "TraCuuHoSo");
  request["mahoso"] = code;
  return json::serialize(request);
}

std::string DossierRequest(const Caller& caller, const DossierMessage& message, bool updating) {
  json::object dossier = ToJson(message.fields);
  for (const auto& [name, entries] : message.lists) {
    json::array list;
    for (const Fields& entry : entries) {
      list.push_back(ToJson(entry));
    }
    dossier[name] = std::move(list);
  }
  json::object request = Envelope(caller, "DongBoHoSoMC");
  request["isUpdating"] = updating ? "True" : "False";
  request["data"] = json::array{std::move(dossier)};
  return json::serialize(request);
}

std::string ProgressRequest(const Caller& caller, const Fields& message) {
  json::object request = Envelope(caller, "CapNhatTienDoHoSoMC");
  request["data"] = json::array{ToJson(message)};
  return json::serialize(request);
}

PortalAnswer ReadAnswer(const std::string& body) {
  return JudgeObject(ParseObject(body));
}

LookedUp ReadLookUp(const std::string& body, const std::string& code) {
  const std::optional<json::object> answer = ParseObject(body);
  LookedUp looked{.answer = JudgeObject(answer)};
  if (looked.answer.verdict != Verdict::kAccepted) {
    return looked;
  }
  const json::value* result = answer->if_contains("result");
  if (result == nullptr || !result->is_array() || result->as_array().size() > 1) {
    looked.answer = Unknown("TraCuuHoSo answers without a result");
    return looked;
  }
  if (result->as_array().empty()) {
    return looked;
  }
  const json::object* held = result->as_array()[0].if_object();
  const std::optional<int> state =
      held == nullptr ? std::nullopt : ToNumber(held->if_contains("TrangThaiHoSo"));
  if (!state.has_value() || ToText(held->if_contains("MaHoSo")) != code ||
      !ReadProgress(*held, looked.held.progress)) {
    looked = {.answer = Unknown("TraCuuHoSo answers with something else than this dossier")};
    return looked;
  }
  looked.held.known = true;
  looked.held.state = *state;
  return looked;
}

std::string ReadSession(const std::string& body) {
  const std::optional<json::object> answer = ParseObject(body);
  return answer.has_value() ? ToText(answer->if_contains("session")) : std::string();
}

}  // namespace motcua::portalsync
