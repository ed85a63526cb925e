/* table_input: one opened input whose table is understood: source, reader, mapping, what is said of it in reports. */
#ifndef RUN_TABLE_INPUT_H
#define RUN_TABLE_INPUT_H

#include "input/source.h"
#include "normalize/columns.h"
#include "readers/reader.h"
#include "run/bib_from.h"

/* What the user said that concerns recognition. */
struct input_options {
    const char *from, *encoding, *sheet;
    char delimiter;
    struct reading_options reading;
    struct input_limits limits;
    enum bib_from bib_from;
    bool whole; /* survey every row before the first goes out */
};

/* What recognition is done with; const. */
struct recognition {
    const struct input_options *options;
    const struct profiles *profiles;
    const struct event *event;
    struct judgement judgement;
};

struct track_join;

struct table_input {
    const struct origin *origin;
    struct source *source;
    struct reader reader;
    struct mapping mapping;
    struct batch notes;      /* what was noticed about the source before its rows */
    struct batch endings;    /* and after them */
    struct track_join *join; /* set by whoever reads the rows */
    bool has_tracks;         /* rows may name files of tracks that lie beside the source */
    struct source_info *info;
    struct reading_options reading; /* the user's, and what the name of the file says */
    uint64_t lost_rows;             /* that the survey met and could not read */
    bool has_rows;                  /* recognised: rows can be read */
};

/* Opens and recognises. STATUS_IO: it cannot be read. STATUS_USAGE: an option does not fit the table. A source that
 * holds no activities is STATUS_OK with has_rows false and a finding in the notes: an error, or, for a file that was
 * found in a folder or an archive and is something else in good order, a remark. Texts of `info` live in `arena`. */
enum status table_input_open(struct table_input *input, const struct origin *origin,
                             const struct recognition *recognition, struct source_info *info, struct error *error);
void table_input_close(struct table_input *input);

/* Copies what the info says into the arena, which outlives the input. */
void table_input_keep(struct table_input *input, struct arena *arena);

/* After the last row, into `endings`: what only the end of the source tells, and what went wrong with its bytes. False:
 * nothing. */
bool table_input_note_end(struct table_input *input);

#endif
