// Decimal digits to doubles, correctly rounded. The C library's strtod would do, but in WebAssembly it
// computes with 128-bit floats in software: 50 times slower, and a tenth of this folder's code.
#pragma once

#include <string_view>

namespace media::contract {

// The double nearest to `text`: digits with an optional sign, point and exponent, already checked.
double parse_double(std::string_view text);

}  // namespace media::contract
