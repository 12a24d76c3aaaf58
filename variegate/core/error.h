// The one exception type of variegate. Library code never prints and never aborts: what the caller
// can act on is thrown as an Error whose text says what is wrong, where, what was found, what was
// expected and how to mend it.
#pragma once

#include <stdexcept>
#include <string>

namespace variegate {

// Which of the documented exit codes an error leads to.
enum class ErrorKind {
  failure,      // data, files, children: exit code 1
  usage,        // options and arguments: exit code 2
  interrupted,  // stopped by the user, resumable: exit code 130
};

struct ErrorText {
  std::string where;     // file (with line), or path in a document; may be empty
  std::string what;      // the fault, in one clause
  std::string got;       // what was found; may be empty
  std::string expected;  // what would have been right; may be empty
  std::string mend;      // what the user can do; may be empty
};

class Error : public std::runtime_error {
 public:
  explicit Error(const ErrorText& text, ErrorKind kind = ErrorKind::failure);

  ErrorKind kind() const { return kind_; }
  const ErrorText& text() const { return text_; }

 private:
  ErrorText text_;
  ErrorKind kind_;
};

}  // namespace variegate
