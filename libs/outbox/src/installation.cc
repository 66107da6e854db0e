#include "motcua/outbox/installation.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"

namespace motcua::outbox {
namespace {

constexpr db::Statement kInsertInstallation{"insert_installation", R"sql(
  INSERT INTO installation (province, simulation, outbox_shards) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING
)sql"};
constexpr db::Statement kReadInstallation{
    "read_installation",
    "SELECT province, epoch, simulation, simulated_now, outbox_shards FROM installation"};

absl::Status Differs(const std::string& what) {
  return Error(absl::StatusCode::kFailedPrecondition, "INSTALLATION_DIFFERS",
               "this database was created for " + what);
}

}  // namespace

absl::StatusOr<Installation> OpenInstallation(db::Pool& pool, const CallContext& call,
                                              const std::string& province, bool simulation) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool.Acquire(call));
  MOTCUA_RETURN_IF_ERROR(
      connection
          ->Execute({.statement = kInsertInstallation,
                     .params = db::Params().Text(province).Bool(simulation).Int(kShards)})
          .status());
  MOTCUA_ASSIGN_OR_RETURN(const db::Result rows,
                          connection->Execute({.statement = kReadInstallation, .params = {}}));
  const db::Row row = rows.front();
  const Installation found{.province = row.Text("province"),
                           .epoch = static_cast<std::int32_t>(row.Int("epoch")),
                           .simulation = row.Bool("simulation"),
                           .simulated_now = row.OptionalTime("simulated_now")};
  if (found.province != province) {
    return Differs("province " + found.province);
  }
  if (found.simulation != simulation) {
    return Differs(found.simulation ? "simulated time" : "real time");
  }
  if (row.Int("outbox_shards") != kShards) {
    return Differs(std::to_string(row.Int("outbox_shards")) + " outbox shards");
  }
  return found;
}

}  // namespace motcua::outbox
