// Text by code points: UTF-8 (lone surrogates may stand in it as three bytes), white space, and the two key
// styles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace media::contract {

// Length of the UTF-8 sequence at `p`, 0 where there is none. Surrogates count as sequences.
size_t utf8_length(const uint8_t* p, size_t available);

void append_utf8(std::string& out, uint32_t code_point);

// Takes the first code point off `text`, which must not be empty; malformed bytes come one at a time.
uint32_t take_code_point(std::string_view& text);

size_t count_code_points(std::string_view text);

// Without Unicode white space at either end, as Rust's str::trim.
std::string_view trim(std::string_view text);

bool equals_ignoring_case(std::string_view text, std::string_view lower);

// asset_type → assetType.
std::string camel_case(std::string_view snake);

// Whether `key` is `snake` in camelCase; no allocation.
bool is_camel_case_of(std::string_view key, std::string_view snake);

}  // namespace media::contract
