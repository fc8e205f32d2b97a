// Pydantic v2's lax coercions, as pydantic-core 2.27 does them for an object that json.loads made, which is
// how FastAPI validates a body. Pydantic's own JSON mode differs only in what it refuses to parse (lone
// surrogates, and deeper nesting); the recorded verdicts hold in both.
#pragma once

#include <string>

#include "contract/issue.h"
#include "contract/json.h"

namespace media::contract {

// Each returns IssueType::none and sets `out`, or says what is wrong.
IssueType to_boolean(const Node& node, bool& out);
IssueType to_integer(const Node& node, std::string& out);  // canonical decimal digits of any length
IssueType to_number(const Node& node, double& out);

// Compares canonical digits with a bound that a double holds exactly.
bool integer_less(std::string_view digits, double bound);
bool integer_greater(std::string_view digits, double bound);

// The shortest digits that read back as `value`, which must be finite; as JavaScript writes them, but for the sign of -0.
std::string number_text(double value);

// Rounded to a whole number, without sign of zero and without exponent.
std::string whole_text(double value);

}  // namespace media::contract
