// What is known of the terminal that a stream writes to.
#pragma once

#include <cstdio>

namespace variegate::cli {

// Columns of the terminal behind the stream; 0 when it is not a terminal.
int terminal_width(std::FILE* stream);

// Whether colours may be written: a terminal, TERM is not "dumb", and NO_COLOR (no-color.org) is not set.
bool colour_wanted(std::FILE* stream);

// Width to lay text out for: that of the terminal within 60 .. 120 columns, or 100 for a file or a pipe.
int text_columns(std::FILE* stream);

}  // namespace variegate::cli
