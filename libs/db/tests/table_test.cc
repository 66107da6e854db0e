#include "motcua/db/table.h"

#include <chrono>

#include "database_fixture.h"

namespace motcua::db {
namespace {

enum class Kind { kNone = 0, kLarge = 7 };

struct Thing {
  std::string id;
  std::string name;
  std::int64_t revision = 0;
  int number = 0;
  int small = 0;
  Kind kind = Kind::kNone;
  bool open = false;
  Instant made_at{};
  std::optional<Instant> due_at;
  std::string document;
  std::string parent;

  friend bool operator==(const Thing&, const Thing&) = default;
};

const Table<Thing>& Things() {
  static const Table<Thing> kThings(
      "things", {Key(Field("id", Type::kUuid, &Thing::id)), Fixed(Field("name", &Thing::name)),
                 Field("revision", &Thing::revision), Field("number", &Thing::number),
                 Field("small", Type::kSmallint, &Thing::small), Field("kind", &Thing::kind),
                 Field("open", &Thing::open), Field("made_at", &Thing::made_at),
                 Field("due_at", &Thing::due_at), Field("document", Type::kBytea, &Thing::document),
                 OrNull("parent", Type::kUuid, &Thing::parent),
                 Derived<Thing>("size", Type::kBigint, [](const Thing& thing, Array& out) {
                   out.Int(static_cast<std::int64_t>(thing.document.size()));
                 })});
  return kThings;
}

constexpr const char* kCreate = R"sql(
  CREATE TABLE things (
    id uuid PRIMARY KEY, name text NOT NULL, revision bigint NOT NULL, number integer NOT NULL,
    small smallint NOT NULL, kind smallint NOT NULL, open boolean NOT NULL,
    made_at timestamptz NOT NULL, due_at timestamptz, document bytea NOT NULL,
    parent uuid, size bigint NOT NULL, UNIQUE (name))
)sql";

class TableTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    connection_ = Connect();
    ASSERT_TRUE(connection_->Script(kCreate).ok());
  }

  static Thing AThing(int number) {
    return {.id = "01934f5e-7c3a-7b21-9c11-00000000000" + std::to_string(number),
            .name = "đơn " + std::to_string(number),
            .revision = std::int64_t{1} << 40,
            .number = number,
            .small = -number,
            .kind = Kind::kLarge,
            .open = true,
            .made_at = Instant(std::chrono::hours(24 * 365 * 56)),
            .document = std::string("\0x", 2)};
  }

  std::vector<Thing> All() {
    static const MadeStatement kAll = Things().Select("all_things", "ORDER BY id");
    const auto rows = connection_->Execute({kAll, {}});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return Things().ReadAll(*rows);
  }

  std::unique_ptr<Connection> connection_;
};

TEST_F(TableTest, RowsComeBackAsTheyWent) {
  std::vector<Thing> things = {AThing(1), AThing(2)};
  things[1].due_at = Instant(std::chrono::hours(1));
  things[1].parent = things[0].id;
  const auto inserted = connection_->Execute(Things().Insert(things));
  ASSERT_TRUE(inserted.ok()) << inserted.status();
  EXPECT_EQ(inserted->affected(), 2);
  EXPECT_EQ(All(), things);
  EXPECT_EQ(Ask("SELECT sum(size)::bigint FROM things"), 4);
  EXPECT_EQ(Ask("SELECT count(*) FROM things WHERE parent IS NULL"), 1);
}

TEST_F(TableTest, OnlyNewRowsAreInsertedByAnyKey) {
  ASSERT_TRUE(connection_->Execute(Things().Insert(std::vector{AThing(1)})).ok());
  Thing same_id = AThing(1);
  same_id.name = "another";
  Thing same_name = AThing(2);
  same_name.name = AThing(1).name;
  const auto inserted =
      connection_->Execute(Things().InsertNew(std::vector{same_id, same_name, AThing(3)}));
  ASSERT_TRUE(inserted.ok()) << inserted.status();
  EXPECT_EQ(inserted->affected(), 1);
  EXPECT_EQ(All(), (std::vector{AThing(1), AThing(3)}));
}

TEST_F(TableTest, AnUpdateChangesWhatIsNotFixed) {
  ASSERT_TRUE(connection_->Execute(Things().Insert(std::vector{AThing(1), AThing(2)})).ok());
  Thing changed = AThing(2);
  changed.name = "another";
  changed.revision = 7;
  changed.document = "longer";
  const std::vector<const Thing*> rows = {&changed};
  const auto updated = connection_->Execute(
      Things().Update(rows, [](const Thing* t) -> const Thing& { return *t; }));
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->affected(), 1);
  changed.name = "đơn 2";
  EXPECT_EQ(All(), (std::vector{AThing(1), changed}));
  EXPECT_EQ(connection_->Execute(Things().Update(std::vector{AThing(3)}))->affected(), 0);
}

TEST_F(TableTest, AnUpsertDoesEither) {
  ASSERT_TRUE(connection_->Execute(Things().Insert(std::vector{AThing(1)})).ok());
  Thing changed = AThing(1);
  changed.open = false;
  const auto upserted = connection_->Execute(Things().Upsert(std::vector{changed, AThing(2)}));
  ASSERT_TRUE(upserted.ok()) << upserted.status();
  EXPECT_EQ(All(), (std::vector{changed, AThing(2)}));
}

TEST_F(TableTest, AnUpsertOfAnOlderVersionChangesNothing) {
  const Table<Thing> things(
      "things",
      {Key(Field("id", Type::kUuid, &Thing::id)), Field("name", &Thing::name),
       Version(Field("number", &Thing::number)), Version(Field("revision", &Thing::revision))});
  ASSERT_TRUE(
      connection_
          ->Script("ALTER TABLE things ALTER small SET DEFAULT 0, ALTER kind SET DEFAULT 0, "
                   "ALTER open SET DEFAULT true, ALTER made_at SET DEFAULT 'epoch', "
                   "ALTER document SET DEFAULT '', ALTER size SET DEFAULT 0")
          .ok());
  const auto name_after = [&](const std::string& name, int number, std::int64_t revision) {
    Thing thing = AThing(1);
    thing.name = name;
    thing.number = number;
    thing.revision = revision;
    EXPECT_TRUE(connection_->Execute(things.Upsert(std::vector{thing})).ok());
    return All().front().name;
  };
  EXPECT_EQ(name_after("first", 1, 5), "first");
  EXPECT_EQ(name_after("the same", 1, 5), "first");
  EXPECT_EQ(name_after("older", 1, 4), "first");
  EXPECT_EQ(name_after("newer", 2, 1), "newer");
  EXPECT_EQ(name_after("late", 1, 6), "newer");
}

TEST_F(TableTest, AddsToARowThatIsThere) {
  struct Sum {
    std::string name;
    int few = 0;
    std::int64_t many = 0;
    std::string label;
  };
  const Table<Sum> sums("sums", {Key(Field("name", &Sum::name)), Field("few", &Sum::few),
                                 Field("many", &Sum::many), Fixed(Field("label", &Sum::label))});
  ASSERT_TRUE(connection_
                  ->Script("CREATE TABLE sums (name text PRIMARY KEY, few integer NOT NULL,"
                           " many bigint NOT NULL, label text NOT NULL)")
                  .ok());
  const std::int64_t large = std::int64_t{1} << 40;
  ASSERT_TRUE(connection_->Execute(sums.Add(std::vector<Sum>{{"a", 1, large, "x"}})).ok());
  const auto added =
      connection_->Execute(sums.Add(std::vector<Sum>{{"a", 2, -1, "y"}, {"b", 5, 0, "z"}}));
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(Ask("SELECT many FROM sums WHERE name = 'a' AND few = 3 AND label = 'x'"), large - 1);
  EXPECT_EQ(Ask("SELECT few FROM sums WHERE name = 'b'"), 5);
}

TEST_F(TableTest, ColumnsMayHaveAnAlias) {
  EXPECT_EQ(Things().Columns("t").substr(0, 12), "t.id, t.name");
  EXPECT_EQ(Things().Columns().find("size"), std::string::npos) << "derived: never read";
}

}  // namespace
}  // namespace motcua::db
