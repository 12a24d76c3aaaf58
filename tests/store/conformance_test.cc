#include "tests/store/conformance.h"

#include "tests/store/memory_store.h"
#include "variegate/store/open_store.h"

namespace variegate::conformance {
namespace {

const Row kRows[] = {
    {.name = "folder", .open = open_store},
    {.name = "memory",
     .open = [](const std::string&, StoreMode) { return std::make_unique<MemoryStore>(); },
     .outlives_its_objects = false,
     .has_lease = false},
};

INSTANTIATE_TEST_SUITE_P(Stores, StoreConformance, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST(OpenStore, AnAddressIsRefusedAsNoStoreOfThisKind) {
  EXPECT_THAT(error_text([] { open_store("postgresql://host/db#study", StoreMode::read); }),
              testing::HasSubstr("there is no store of this kind"));
}

}  // namespace
}  // namespace variegate::conformance
