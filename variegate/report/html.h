// Text and numbers as the report writes them. Markup is XHTML-like: every tag closed, every attribute quoted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace variegate {

// Text for element content and for quoted attributes: < > & " ' become entities, control characters and bytes
// that are not UTF-8 become U+FFFD. Whatever comes from data goes through here.
std::string escaped(std::string_view text);

// 0.532 -> "53.2 %"; "–" when not finite.
std::string percent_text(double share);

// 0.054 -> "+5.4", -0.012 -> "−1.2": a difference of accuracies in percentage points; "–" when not finite.
std::string points_text(double difference);

// "3.9 to 6.9" of an interval in points; "not known (one seed)" when it is not finite.
std::string interval_text(double low, double high);

// "48 s", "12 min", "3.4 h".
std::string time_text(double seconds);

// 1234567 -> "1,234,567".
std::string count_text(std::int64_t count);

// "1 trial", "2 trials", "3 classes", "4 policies".
std::string counted(std::int64_t count, std::string_view thing);

// "data:image/png;base64,...".
std::string png_data_url(std::span<const std::uint8_t> png);

}  // namespace variegate
