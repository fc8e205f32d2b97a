# Makes the MODULARIZE glue an ES module: its CommonJS and AMD tail gives way to an export.
file(READ "${GLUE}" text)
string(REGEX REPLACE "if \\(typeof exports === 'object'.*$" "" text "${text}")
file(WRITE "${GLUE}" "${text}export default createCore;\n")
