#include "variegate/data/annotations/outline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace variegate {
namespace {

double signed_area(const Outline& outline) {
  double twice = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const OutlinePoint a = outline[i];
    const OutlinePoint b = outline[(i + 1) % outline.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

// Where the outlines cross the line x, from above.
void crossings_at(double x, std::span<const Outline> outlines, std::vector<double>& crossings) {
  crossings.clear();
  for (const Outline& outline : outlines) {
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const OutlinePoint a = outline[i];
      const OutlinePoint b = outline[(i + 1) % outline.size()];
      if ((a.x <= x) == (b.x <= x)) continue;
      crossings.push_back(a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y));
    }
  }
  std::sort(crossings.begin(), crossings.end());
}

// The number of the first pixel whose centre is at or below that edge, within 0 .. height.
int first_below(double edge, int height) {
  return static_cast<int>(std::clamp(std::ceil(edge - 0.5), 0.0, static_cast<double>(height)));
}

class RunWriter {
 public:
  // The next `count` pixels are inside or not.
  void add(bool inside, std::uint64_t count) {
    if (count == 0) return;
    if (inside != inside_) {
      runs_.push_back(length_);
      length_ = 0;
      inside_ = inside;
    }
    length_ += count;
  }

  PixelRuns take() {
    runs_.push_back(length_);
    return std::move(runs_);
  }

 private:
  PixelRuns runs_;
  bool inside_ = false;
  std::uint64_t length_ = 0;
};

struct PixelBox {
  int left = 0, top = 0, right = 0, bottom = 0;
};

// body(column, from row, to row) for every piece of a run that is inside.
template <typename Body>
void for_each_piece(const PixelRuns& runs, int height, Body body) {
  std::uint64_t at = 0;
  const auto tall = static_cast<std::uint64_t>(height);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::uint64_t end = at + runs[i];
    if (i % 2 == 1) {
      for (std::uint64_t from = at; from < end;) {
        const std::uint64_t column = from / tall;
        const std::uint64_t to = std::min(end, (column + 1) * tall);
        body(static_cast<int>(column), static_cast<int>(from - column * tall),
             static_cast<int>(to - column * tall));
        from = to;
      }
    }
    at = end;
  }
}

// Edges between pixels inside and outside, with the inside on their right hand, joined to polygons.
class EdgeWalker {
 public:
  EdgeWalker(const PixelRuns& runs, int height, const PixelBox& box)
      : box_(box), width_(box.right - box.left), height_(box.bottom - box.top) {
    inside_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
    for_each_piece(runs, height, [&](int x, int from, int to) {
      for (int y = from; y < to; ++y) inside_[pixel(x - box_.left, y - box_.top)] = 1;
    });
    leaving_.resize(static_cast<std::size_t>(width_ + 1) * static_cast<std::size_t>(height_ + 1));
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        if (!is_inside(x, y)) continue;
        if (!is_inside(x, y - 1)) leaving(x, y) |= 1U << kRight;
        if (!is_inside(x + 1, y)) leaving(x + 1, y) |= 1U << kDown;
        if (!is_inside(x, y + 1)) leaving(x + 1, y + 1) |= 1U << kLeft;
        if (!is_inside(x - 1, y)) leaving(x, y + 1) |= 1U << kUp;
      }
    }
  }

  std::vector<Outline> polygons() {
    std::vector<Outline> all;
    for (int y = 0; y <= height_; ++y) {
      for (int x = 0; x <= width_; ++x) {
        while (leaving(x, y) != 0) all.push_back(walk(x, y));
      }
    }
    return all;
  }

 private:
  enum Direction { kRight, kDown, kLeft, kUp };  // each the one before turned right

  std::size_t pixel(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  bool is_inside(int x, int y) const {
    return x >= 0 && y >= 0 && x < width_ && y < height_ && inside_[pixel(x, y)] != 0;
  }
  std::uint8_t& leaving(int x, int y) {
    return leaving_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_ + 1) +
                    static_cast<std::size_t>(x)];
  }

  Outline walk(int x, int y) {
    constexpr std::array<std::array<int, 2>, 4> kSteps{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
    Outline outline;
    unsigned direction = 4;
    for (;;) {
      // At a corner where pixels touch, the right turn stays with the pixel. Straight on adds no point.
      unsigned next = direction;
      for (const unsigned turn : {1U, 0U, 3U, 2U}) {
        next = direction == 4 ? turn : (direction + turn) % 4;
        if ((leaving(x, y) & (1U << next)) != 0) break;
        next = 4;
      }
      if (next == 4) break;
      if (next != direction) outline.push_back({double(x + box_.left), double(y + box_.top)});
      leaving(x, y) &= static_cast<std::uint8_t>(~(1U << next));
      direction = next;
      x += kSteps[direction][0];
      y += kSteps[direction][1];
    }
    return outline;
  }

  PixelBox box_;
  int width_;
  int height_;
  std::vector<std::uint8_t> inside_;
  std::vector<std::uint8_t> leaving_;  // a bit for each direction in which an edge leaves that corner
};

}  // namespace

double area_of(std::span<const Outline> outlines, bool from_mask) {
  double area = 0;
  for (const Outline& outline : outlines)
    area += from_mask ? signed_area(outline) : std::abs(signed_area(outline));
  return std::abs(area);
}

PixelRuns runs_of(std::span<const Outline> outlines, int width, int height) {
  RunWriter runs;
  std::vector<double> crossings;
  for (int x = 0; x < width; ++x) {
    crossings_at(x + 0.5, outlines, crossings);
    int at = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
      const int from = std::max(at, first_below(crossings[i], height));
      const int to = std::max(from, first_below(crossings[i + 1], height));
      runs.add(false, static_cast<std::uint64_t>(from - at));
      runs.add(true, static_cast<std::uint64_t>(to - from));
      at = to;
    }
    runs.add(false, static_cast<std::uint64_t>(height - at));
  }
  return runs.take();
}

std::vector<Outline> outlines_of(const PixelRuns& runs, int width, int height) {
  PixelBox box{width, height, 0, 0};
  for_each_piece(runs, height, [&](int x, int from, int to) {
    box = {std::min(box.left, x), std::min(box.top, from), std::max(box.right, x + 1),
           std::max(box.bottom, to)};
  });
  if (box.left >= box.right) return {};
  return EdgeWalker(runs, height, box).polygons();
}

}  // namespace variegate
