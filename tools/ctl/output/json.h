#pragma once

#include <absl/status/statusor.h>
#include <boost/json.hpp>
#include <google/protobuf/message.h>

namespace motcua::ctl {

/// A message in protobuf's JSON form with the field names of proto/, every field shown. Returned as
/// a value, so that a verb can combine answers of several replicas. INTERNAL / ANSWER_UNPRINTABLE
/// for an answer that has no JSON form (a time beyond year 9999).
absl::StatusOr<boost::json::value> ToJson(const google::protobuf::Message& message);

}  // namespace motcua::ctl
