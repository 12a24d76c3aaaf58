#include "cli/command.h"

int main(int argc, char** argv) { return variegate::cli::run(argc, argv); }
