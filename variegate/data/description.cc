#include "variegate/data/description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string_view>

#include "variegate/core/json.h"
#include "variegate/data/formats.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

DataDescription::PartDescription describe_part(const DataPart& part, DataDescription& data) {
  const auto dataset = part.open();
  data.left_out.add(dataset->left_out());
  return {.place = part.place, .pictures = dataset->size()};
}

void describe_training(const DataPart& part, DataDescription& data) {
  const auto dataset = part.open();
  data.left_out.add(dataset->left_out());
  data.train = {.place = part.place, .pictures = dataset->size()};
  data.class_names = dataset->class_names();
  data.of_class.assign(data.class_names.size(), 0);
  for (std::size_t i = 0; i < dataset->size(); ++i)
    ++data.of_class[static_cast<std::size_t>(dataset->label(i))];
}

// "ant 123, bee 121"; with many classes, the first ones, and the smallest and the largest count.
std::string class_words(const DataDescription& data) {
  constexpr std::size_t kShown = 8;
  const std::vector<std::string>& names = data.class_names;
  if (names.size() == 1 && names.front().empty()) return "no classes";
  const bool numbers = std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name.back())) != 0;
  });
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i)
    shown.push_back(fmt::format("{}{} {}", names[i], numbers ? ":" : "", data.of_class[i]));
  if (names.size() > kShown) {
    const auto [least, most] = std::minmax_element(data.of_class.begin(), data.of_class.end());
    shown.back() = *least == *most ? fmt::format("...; {} each", *most)
                                   : fmt::format("...; {} to {} each", *least, *most);
  }
  return fmt::format("{} class{} ({})", names.size(), names.size() == 1 ? "" : "es", fmt::join(shown, ", "));
}

// A place as the user wrote the path that it lies in.
std::string place_words(const std::string& place, const std::string& path) {
  const std::string root = fs::weakly_canonical(path).string();
  if (!place.starts_with(root)) return place;
  std::string rest = place.substr(root.size());
  if (path.ends_with('/') && rest.starts_with('/')) rest.erase(0, 1);
  return path + rest;
}

std::vector<std::string> part_words(const DataDescription& data) {
  const auto place = [&](const std::string& text) { return place_words(text, data.path); };
  if (data.split) {
    const std::string validated =
        data.validation ? fmt::format("{} from {} to validate", data.split->validation_images,
                                      place(data.validation->place))
                        : fmt::format("{} drawn from the same to validate", data.split->validation_images);
    return {fmt::format("{} to train", data.split->images), validated,
            data.test.empty() ? "no test part" : fmt::format("test part {}", place(data.test))};
  }
  std::vector<std::string> words;
  const std::size_t pictures = data.train ? data.train->pictures : 0;
  if (!data.train) {
    words.emplace_back("no training part");
  } else {
    words.push_back(fmt::format("{} picture{}{}", pictures, pictures == 1 ? "" : "s",
                                data.divided ? " in the training part" : ", undivided"));
  }
  if (data.validation)
    words.push_back(fmt::format("{} in the validation part {}", data.validation->pictures,
                                place(data.validation->place)));
  if (!data.test.empty()) words.emplace_back("a test part");
  return words;
}

std::string_view reason_name(LeftOutReason reason) {
  constexpr std::array<std::string_view, 13> kNames{
      "other_kind",   "hidden_file",  "hidden_folder",    "tool_folder",       "study",
      "copies",       "special_file", "met_before",       "link_without_file", "outside_classes",
      "beside_parts", "broken_link",  "unreadable_folder"};
  return kNames.at(static_cast<std::size_t>(reason));
}

}  // namespace

DataDescription describe_data(const DataSpec& spec, bool split) {
  const DataParts parts =
      locate_data(spec.train, spec.format, spec.group_by, spec.open_options(), spec.parts);
  DataDescription data{.path = spec.train,
                       .format = parts.format,
                       .divided = parts.divided,
                       .class_names = {},
                       .of_class = {},
                       .train = {},
                       .validation = {},
                       .test = parts.test ? parts.test.place() : "",
                       .split = {},
                       .notes = parts.notes,
                       .left_out = parts.left_out};
  if (split) data.split = training_part(spec);
  if (parts.train) describe_training(parts.train, data);
  if (!spec.test.empty()) data.test = spec.test;
  if (!spec.validation.empty()) {
    data.validation = {.place = spec.validation, .pictures = split ? data.split->validation_images : 0};
  } else if (parts.validation) {
    data.validation = describe_part(parts.validation, data);
  }
  if (split && spec.train_size > 0)
    data.split->images = std::min(data.split->images, static_cast<std::size_t>(spec.train_size));
  return data;
}

std::string words_of(const DataDescription& data) {
  std::vector<std::string> words = part_words(data);
  if (data.train) words.insert(words.begin(), class_words(data));
  std::string text = fmt::format("{}: {}", data.path, fmt::join(words, ", "));
  for (const std::string& note : data.notes) text += "; " + note;
  if (!data.left_out.empty()) text += fmt::format("; {} left out", words_of(data.left_out));
  return text;
}

Json to_json(const DataDescription& data) {
  const auto part = [](const std::optional<DataDescription::PartDescription>& one) {
    return one ? Json{{"place", one->place}, {"pictures", one->pictures}} : Json();
  };
  Json classes = Json::array();
  for (std::size_t i = 0; i < data.class_names.size(); ++i)
    classes.push_back({{"name", data.class_names[i]}, {"pictures", data.of_class[i]}});
  Json left_out = Json::array();
  for (const LeftOut::Entry& entry : data.left_out.entries()) {
    left_out.push_back({{"reason", reason_name(entry.reason)},
                        {"kind", entry.kind},
                        {"count", entry.count},
                        {"first", entry.first}});
  }
  Json json{{"path", data.path},
            {"format", data.format},
            {"divided", data.divided},
            {"classes", classes},
            {"training", part(data.train)},
            {"validation", part(data.validation)},
            {"test", data.test.empty() ? Json() : Json(data.test)},
            {"notes", data.notes},
            {"left_out", left_out}};
  if (data.split)
    json["split"] = {{"training", data.split->images}, {"validation", data.split->validation_images}};
  return json;
}

}  // namespace variegate
