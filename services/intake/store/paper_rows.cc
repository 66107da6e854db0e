#include "store/paper_rows.h"

namespace motcua::intake {
namespace {

using db::Field;
using db::Key;
using db::Type;

const db::Table<Paper>& Papers() {
  static const db::Table<Paper> kPapers(
      "papers", {Key(Field("id", Type::kUuid, &Paper::id)), Field("file_name", &Paper::file_name),
                 Field("media_type", &Paper::media_type), Field("sha256", &Paper::sha256),
                 Field("content", Type::kBytea, &Paper::content)});
  return kPapers;
}

}  // namespace

void InsertPapers(db::Transaction& transaction, const std::vector<const Paper*>& papers) {
  transaction.Write(
      Papers().Insert(papers, [](const Paper* paper) -> const Paper& { return *paper; }));
}

}  // namespace motcua::intake
