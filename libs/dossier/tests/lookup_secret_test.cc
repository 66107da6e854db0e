#include "motcua/dossier/lookup_secret.h"

#include <gtest/gtest.h>

namespace motcua::dossier {
namespace {

TEST(LookupSecretTest, ReadsWhatLooksAlike) {
  EXPECT_EQ(NormaliseSecret(" ab12-cD34 "), "AB12CD34");
  EXPECT_EQ(NormaliseSecret("ilLIoO"), "111100");
  EXPECT_EQ(NormaliseSecret("7K\t3Q\r\n"), "7K3Q");
  EXPECT_EQ(NormaliseSecret(std::string(1000, 'A')).size(), 64U);
  EXPECT_EQ(NormaliseSecret(""), "");
}

TEST(LookupSecretTest, HashesKeyAndSecret) {
  // printf 'H19122503120001|7K3Q' | sha256sum
  EXPECT_EQ(HashLookupSecret("H19122503120001", "7k3q"),
            "4df5b5ec2bfc7432004bde50c2b80822cfeaf46ab1baff3c9ad294c2d6636f17");
  EXPECT_NE(HashLookupSecret("H19122503120001", "7K3Q"),
            HashLookupSecret("H19122503120002", "7K3Q"));
}

TEST(LookupSecretTest, MatchesOnlyTheSameSecretOfTheSameDossier) {
  const std::string stored = HashLookupSecret("H19122503120001", "7K0Q");
  EXPECT_TRUE(SecretMatches(stored, "H19122503120001", "7k oq"));
  EXPECT_FALSE(SecretMatches(stored, "H19122503120001", "7k0r"));
  EXPECT_FALSE(SecretMatches(stored, "H19122503120002", "7k0q"));
  EXPECT_FALSE(SecretMatches("", "H19122503120001", ""));
  EXPECT_FALSE(SecretMatches(stored.substr(1), "H19122503120001", "7k0q"));
}

}  // namespace
}  // namespace motcua::dossier
