#include "bench/recorded/regrets.h"

#include <fmt/format.h>
#include <fmt/os.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/formats/parts/csv.h"

namespace variegate::recorded {
namespace {

constexpr const char* kColumns = "problem,method,trials,seed,regret";

template <typename Number>
std::optional<Number> number_of(const std::string& text) {
  Number value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what,
                         const std::string& got, const std::string& expected) {
  throw Error({.where = fmt::format("{}, line {}", path, line),
               .what = what,
               .got = got,
               .expected = expected,
               .mend = ""});
}

}  // namespace

void read_regrets(const std::string& path, Regrets& regrets) {
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  const std::vector<CsvRow> rows = parse_csv(std::string(bytes.begin(), bytes.end()), path);
  const auto text_of = [](const CsvRow& row) { return fmt::format("'{}'", fmt::join(row.cells, ",")); };
  if (rows.empty()) refuse(path, 1, "not a table of regrets", "nothing", kColumns);
  if (text_of(rows.front()) != fmt::format("'{}'", kColumns))
    refuse(path, rows.front().line, "not a table of regrets", text_of(rows.front()), kColumns);
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    const auto bad = [&] { refuse(path, row->line, "not a row of regrets", text_of(*row), kColumns); };
    if (row->cells.size() != 5) bad();
    const auto trials = number_of<std::int64_t>(row->cells[2]);
    const auto seed = number_of<std::size_t>(row->cells[3]);
    const auto regret = number_of<double>(row->cells[4]);
    if (!trials || *trials < 1 || !seed || !regret || !std::isfinite(*regret)) bad();
    std::vector<double>& values = regrets[{row->cells[0], row->cells[1], *trials}];
    if (*seed != values.size())
      refuse(path, row->line, "a seed out of turn", text_of(*row), fmt::format("seed {}", values.size()));
    values.push_back(*regret);
  }
}

void write_regrets(const std::string& path, const Regrets& regrets) {
  auto out = fmt::output_file(path);
  out.print("{}\n", kColumns);
  for (const auto& [cell, values] : regrets) {
    for (std::size_t seed = 0; seed < values.size(); ++seed)
      out.print("{},{},{},{},{:.8g}\n", cell.problem, cell.method, cell.trials, seed, values[seed]);
  }
}

std::vector<std::string> methods_of(std::vector<std::string> methods, const Regrets& regrets) {
  for (const auto& [cell, values] : regrets) {
    if (std::find(methods.begin(), methods.end(), cell.method) == methods.end())
      methods.push_back(cell.method);
  }
  return methods;
}

}  // namespace variegate::recorded
