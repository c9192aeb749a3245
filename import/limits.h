// import/limits.h: every bound on what a file to import may make us do.
//
// Contract: beyond a bound there is a diagnostic at the place, never a crash and never a long wait. The table in
// docs/import.md says the same. They are no settings: `waybill import` runs without a configuration.
#pragma once

#include <cstddef>

namespace waybill::import {

struct Limits {
  std::size_t file_bytes = 32 * 1024 * 1024;
  std::size_t nesting = 64;                    // brackets, blocks, operators and $( ) inside each other
  std::size_t nodes = 200 * 1000;              // of the tree of one statement
  std::size_t values = 1000 * 1000;            // of one file of objects
  std::size_t statements = 200 * 1000;         // run through in one file; each turn of a loop counts anew
  std::size_t value_bytes = 4 * 1024 * 1024;   // one value that +, -join or "$x" make
  std::size_t work_bytes = 256 * 1024 * 1024;  // all values of one file, and each step of reading it
  std::size_t errors = 50;                     // syntax errors; each may cost a look at the rest of the file
  std::size_t rules = 10 * 1000;               // in the result, all files together
};

}  // namespace waybill::import
