// Regrets of other programs are read whole, or refused with the line that is wrong.
#include "bench/recorded/regrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bench/recorded/method_text.h"
#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"

namespace variegate::recorded {
namespace {

const std::string kHeader = "problem,method,trials,seed,regret\n";

// What reading a file of that text says; "" when it is read.
std::string fault_of(const std::string& text) {
  const TemporaryFolder folder;
  const std::string path = folder.file("regrets.csv");
  std::ofstream(path) << text;
  Regrets regrets;
  return error_text([&] { read_regrets(path, regrets); });
}

TEST(Regrets, AreReadAsTheyWereWritten) {
  const Regrets written{{{"cifar10", "tpe:candidates=48", 10}, {0.25, 0.125}},
                        {{"mixed ackley", "gp (Optuna)", 30}, {1e-7}}};
  const TemporaryFolder folder;
  write_regrets(folder.file("regrets.csv"), written);
  Regrets read;
  read_regrets(folder.file("regrets.csv"), read);
  EXPECT_EQ(read, written);
  EXPECT_THAT(methods_of({"gp"}, read), testing::ElementsAre("gp", "tpe:candidates=48", "gp (Optuna)"));
}

TEST(Regrets, OfAnotherFileGoOnWithTheNextSeed) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("a.csv")) << kHeader << "p,m,10,0,0.5\np,m,30,0,0.25\n";
  std::ofstream(folder.file("b.csv")) << kHeader << "p,m,10,1,0.125\n";
  Regrets regrets;
  read_regrets(folder.file("a.csv"), regrets);
  read_regrets(folder.file("b.csv"), regrets);
  EXPECT_EQ(regrets, (Regrets{{{"p", "m", 10}, {0.5, 0.125}}, {{"p", "m", 30}, {0.25}}}));
  EXPECT_THAT(error_text([&] { read_regrets(folder.file("b.csv"), regrets); }),
              testing::AllOf(testing::HasSubstr("line 2"), testing::HasSubstr("a seed out of turn"),
                             testing::HasSubstr("expected seed 2")));
}

TEST(Regrets, OfAnotherShapeAreRefusedWithTheirLine) {
  EXPECT_THAT(fault_of(""), testing::HasSubstr("not a table of regrets; got nothing"));
  EXPECT_THAT(fault_of("table,regret\n"), testing::HasSubstr("line 1: not a table of regrets"));
  for (const std::string row : {"p,m,10,1", "p,m,10,1,0.5,6", "p,m,ten,1,0.5", "p,m,0,1,0.5", "p,m,10,1x,0.5",
                                "p,m,10,-1,0.5", "p,m,10,1,", "p,m,10,1,nan", "p,m,10,1,0.5 points"}) {
    EXPECT_THAT(fault_of(kHeader + "p,m,10,0,0.5\n" + row + "\n"),
                testing::HasSubstr("regrets.csv, line 3: not a row of regrets; got '" + row +
                                   "'; expected problem,method,trials,seed,regret"));
  }
}

TEST(MethodText, IsAMethodAndItsSettings) {
  const MethodText parsed = parse_method("tpe:candidates=48:good-share=0.1");
  EXPECT_EQ(parsed.method, "tpe");
  EXPECT_EQ(parsed.settings, (Settings{{"candidates", 48.0}, {"good-share", 0.1}}));
  EXPECT_EQ(parse_method("gp").settings, Settings());
  for (const std::string text : {"tpe:candidates", "tpe:candidates=", "tpe:candidates=4x", "tpe:=:"}) {
    EXPECT_THAT(error_text([&] { parse_method(text); }), testing::HasSubstr("not a setting"));
  }
}

}  // namespace
}  // namespace variegate::recorded
