// JSON text out.
#pragma once

#include <string>
#include <string_view>

#include "contract/json.h"

namespace media::contract {

// A quoted string, escaped as JSON.stringify does. Lone surrogates are escaped, so that the result is always UTF-8.
void write_string(std::string& out, std::string_view text);

std::string quoted(std::string_view text);

// A string node, without a second look at the characters of one that had no escape.
void write_string(std::string& out, const Node& node);

// A number node; of an integer -0 only the 0, as in Python. JSON has no infinity and no NaN: they become 1e999 (which reads as Infinity) and null.
void write_number(std::string& out, const Node& node);

// A node with all that it holds, as it is; without recursion. False when `out` grew past `limit`.
bool write_node(std::string& out, const Document& document, uint32_t index, size_t limit = SIZE_MAX);

}  // namespace media::contract
