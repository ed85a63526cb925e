/* limits_file: reads the text of a limits file into struct limits, over what is there already. */
#ifndef RULES_LIMITS_FILE_H
#define RULES_LIMITS_FILE_H

#include "rules/limits.h"

/* The table that is built into the program: limits.ini as text, made by the build. */
extern const char builtin_limits_ini[];
extern const size_t builtin_limits_ini_size;

/* `name` is for messages. STATUS_USAGE: one line with file, line, value and what to do. */
enum status limits_file_read(struct limits *limits, const char *name, struct view text, struct error *error);

#endif
