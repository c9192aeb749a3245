// tests/fuzz/fuzz_target.h: what every fuzz target is made of.
//
// A target defines LLVMFuzzerTestOneInput. With clang libFuzzer calls it (./dev fuzz NAME); else
// tests/fuzz/replay.cpp calls it with the files of tests/fuzz/corpus/NAME, as a plain test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace waybill::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// A property that holds for every input.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace waybill::fuzz
