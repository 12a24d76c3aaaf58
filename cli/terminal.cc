#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace variegate::cli {

int terminal_width(std::FILE* stream) {
  const int file = ::fileno(stream);
  if (file < 0 || ::isatty(file) == 0) return 0;
  winsize size{};
  if (::ioctl(file, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

bool colour_wanted(std::FILE* stream) {
  const char* off = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  if (off != nullptr && *off != '\0') return false;
  if (term != nullptr && std::string_view(term) == "dumb") return false;
  return terminal_width(stream) > 0;
}

int text_columns(std::FILE* stream) {
  const int width = terminal_width(stream);
  return width == 0 ? 100 : std::clamp(width, 60, 120);
}

}  // namespace variegate::cli
