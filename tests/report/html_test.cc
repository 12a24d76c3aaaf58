#include "variegate/report/html.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "variegate/report/metric_words.h"
#include "variegate/report/svg.h"

namespace variegate {
namespace {

TEST(Html, EscapesMarkupAndReplacesWhatIsNotText) {
  EXPECT_EQ(escaped("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(escaped("grün 猫"), "grün 猫");
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped(std::string("\0", 1)), replaced);
  EXPECT_EQ(escaped("\x80"), replaced);
  EXPECT_EQ(escaped("\xED\xA0\x80").substr(0, 3), replaced);  // a surrogate
  EXPECT_EQ(escaped("\xC0\xAF").substr(0, 3), replaced);      // '/' in two bytes
  EXPECT_EQ(escaped("\xE7\x8C"), replaced + replaced);        // cut off
  EXPECT_EQ(escaped("\xEF\xBF\xBF").substr(0, 3), replaced);  // U+FFFF
}

TEST(Html, WritesNumbersForPeople) {
  EXPECT_EQ(percent_text(0.5321), "53.2\u202F%");
  EXPECT_EQ(percent_text(std::nan("")), "–");
  EXPECT_EQ(points_text(0.054), "+5.4");
  EXPECT_EQ(points_text(-0.0123), "−1.2");
  EXPECT_EQ(points_text(-0.0001), "0.0");
  EXPECT_EQ(interval_text(-INFINITY, INFINITY), "not known (one seed)");
  EXPECT_EQ(count_text(1234567), "1,234,567");
  EXPECT_EQ(count_text(-1000), "-1,000");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(counted(1, "policy"), "1 policy");
  EXPECT_EQ(counted(2, "policy"), "2 policies");
  EXPECT_EQ(counted(0, "class"), "0 classes");
  EXPECT_EQ(time_text(90), "90\u202Fs");
  EXPECT_EQ(time_text(7200), "2.0\u202Fh");
}

// Test vectors of RFC 4648, section 10.
TEST(Html, EncodesPicturesInBase64) {
  const std::string text = "foobar";
  const std::vector<std::string> expected = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (std::size_t n = 0; n <= text.size(); ++n) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(n));
    EXPECT_EQ(png_data_url(bytes), "data:image/png;base64," + expected[n]);
  }
}

TEST(MetricWords, AreOfTheMetricsUnit) {
  const Metric loss{.name = "loss", .larger_is_better = false, .share = false};
  const Metric error{.name = "error", .larger_is_better = false, .share = true};
  EXPECT_EQ(value_words({}, 0.532), "53.2\u202F%");
  EXPECT_EQ(value_words(loss, 1.23456), "1.235");
  EXPECT_EQ(value_words(loss, 1.2), "1.200") << "as many digits as its neighbours in a column";
  EXPECT_EQ(difference_words({}, -0.012), "−1.2");
  EXPECT_EQ(difference_words(loss, -0.03125), "−0.0312");
  EXPECT_EQ(difference_words(loss, 0.0), "0");
  EXPECT_EQ(interval_words(loss, -0.05, 0.125), "−0.0500 to +0.125");
  EXPECT_EQ(deviation_words(loss, 0.01234), "0.012");
  EXPECT_EQ(amount_words({}, -0.01), "1.0 point");
  EXPECT_EQ(amount_words(loss, -0.03125), "0.0312");
  EXPECT_EQ(axis_title({}, "Validation"), "Validation accuracy, %");
  EXPECT_EQ(axis_title(loss, "Test"), "Test loss (less is better)");
  EXPECT_EQ(axis_title(error, "Test"), "Test error, % (less is better)");
  EXPECT_EQ(tick_words(0.1 + 0.2), "0.3");
  for (const Metric& metric : {Metric{}, loss}) EXPECT_EQ(value_words(metric, std::nan("")), "–");
}

TEST(Svg, TicksAreRoundAndWithinTheRange) {
  const std::vector<double> at = ticks(0.37, 0.56, 5);
  ASSERT_EQ(at.size(), 4U);
  EXPECT_NEAR(at[0], 0.40, 1e-12);
  EXPECT_NEAR(at[3], 0.55, 1e-12);
  EXPECT_TRUE(ticks(1.0, 1.0, 5).empty());
  EXPECT_TRUE(ticks(std::nan(""), 1.0, 5).empty());
}

}  // namespace
}  // namespace variegate
