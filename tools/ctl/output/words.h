#pragma once

#include <cstdint>
#include <string>

#include <google/protobuf/timestamp.pb.h>

#include "motcua/processing/v1/processing_service.pb.h"
#include "motcua/type/v1/dossier.pb.h"

namespace motcua::ctl {

/// Values of the protos in Vietnamese. Pure functions.

/// `17/03/2025 16:30`, Vietnamese time; empty for a field that is absent.
std::string Words(const google::protobuf::Timestamp& time);
/// `4 Đang xử lý`: the national number and name.
std::string Words(type::v1::DossierState state);
std::string Words(type::v1::Channel channel);
/// Empty while the dossier has not ended that way.
std::string Words(type::v1::EndReason reason);
std::string Words(processing::v1::TaskState state);
std::string Words(processing::v1::ResultPlace place);
/// `có` or `không`.
std::string YesNo(bool yes);
/// `15.000 đồng`; empty for 0.
std::string Money(std::int64_t vnd);
/// `cán bộ 0123 (H19.901)`.
std::string Words(const type::v1::Actor& actor);

}  // namespace motcua::ctl
