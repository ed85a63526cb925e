/* table_input: one opened input whose table is understood: source, reader, mapping, what is said of it in reports. */
#ifndef RUN_TABLE_INPUT_H
#define RUN_TABLE_INPUT_H

#include "input/source.h"
#include "normalize/columns.h"
#include "readers/reader.h"

/* What the user said that concerns recognition. */
struct input_options {
    const char *from, *encoding, *sheet;
    char delimiter;
    struct reading_options reading;
    bool whole; /* survey every row before the first goes out */
};

/* What recognition is done with; const. */
struct recognition {
    const struct input_options *options;
    const struct profiles *profiles;
    const struct event *event;
    struct judgement judgement;
};

struct table_input {
    struct source *source;
    struct reader reader;
    struct mapping mapping;
    struct batch notes; /* what was noticed about the source */
    struct source_info *info;
    uint64_t lost_rows; /* that the survey met and could not read */
    bool has_rows;      /* recognised: rows can be read */
};

/* Opens and recognises. STATUS_IO: it cannot be read. STATUS_USAGE: an option does not fit the table. A source that
 * holds no activities is STATUS_OK with has_rows false and an error finding in the notes. Texts of `info` live in
 * `arena`. */
enum status table_input_open(struct table_input *input, const char *path, const struct recognition *recognition,
                             struct source_info *info, struct arena *arena, struct error *error);
void table_input_close(struct table_input *input);

#endif
