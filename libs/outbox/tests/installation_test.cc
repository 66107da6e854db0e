#include "motcua/outbox/installation.h"

#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using InstallationTest = OutboxTest;

TEST_F(InstallationTest, IsMadeAtTheFirstStartAndFoundLater) {
  const auto made = OpenInstallation(*pool_, {}, "H19", false);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->province, "H19");
  EXPECT_EQ(made->epoch, 1);
  EXPECT_FALSE(made->simulation);
  EXPECT_EQ(made->simulated_now, std::nullopt);
  ASSERT_EQ(Ask("UPDATE installation SET epoch = 2 RETURNING epoch"), 2);
  EXPECT_EQ(OpenInstallation(*pool_, {}, "H19", false)->epoch, 2);
  EXPECT_EQ(Ask("SELECT count(*) FROM installation"), 1);
}

TEST_F(InstallationTest, AnotherProgramsDatabaseIsRefused) {
  ASSERT_TRUE(OpenInstallation(*pool_, {}, "H19", false).ok());
  EXPECT_EQ(Reason(OpenInstallation(*pool_, {}, "H29", false).status()), "INSTALLATION_DIFFERS");
  EXPECT_EQ(Reason(OpenInstallation(*pool_, {}, "H19", true).status()), "INSTALLATION_DIFFERS");
}

TEST_F(InstallationTest, ShardsOfAnotherNumberAreRefused) {
  Ask("INSERT INTO installation (province, simulation, outbox_shards) VALUES ('H19', false, 8)"
      " RETURNING 1");
  EXPECT_EQ(Reason(OpenInstallation(*pool_, {}, "H19", false).status()), "INSTALLATION_DIFFERS");
}

TEST_F(InstallationTest, WhatIsFixedStaysFixed) {
  ASSERT_TRUE(OpenInstallation(*pool_, {}, "H19", false).ok());
  const db::Pool::Lease connection = pool_->Acquire({}).value();
  for (const char* sql :
       {"UPDATE installation SET simulation = true", "UPDATE installation SET province = 'H29'",
        "UPDATE installation SET epoch = 0", "DELETE FROM installation",
        "UPDATE installation SET simulated_now = '2026-01-01'",
        "INSERT INTO installation (province, simulation, outbox_shards) VALUES ('H2', false, 4)"}) {
    EXPECT_FALSE(connection->Execute({{"", sql}, {}}).ok()) << sql;
  }
}

}  // namespace
}  // namespace motcua::outbox
