#pragma once

#include <string>

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/inbox/inbox.h"

namespace motcua::reporting {

/// Whether a procedure is published with everything that a citizen has to know beforehand (target
/// T1; NĐ 63/2010 Đ15, 24): name and field, the papers asked for, the fees (a free one says so),
/// the time limit, who handles it, and its legal basis.
bool IsPublishedWhole(const catalogue::v1::Procedure& procedure);

/// Projects what reports need of intake's catalogue (topic motcua.intake.catalogue.v1): names of
/// agencies; name, field and validity of procedure versions. An older sequence changes nothing.
/// Thread-safe.
class CatalogueHandler final : public inbox::EventHandler {
 public:
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
};

}  // namespace motcua::reporting
