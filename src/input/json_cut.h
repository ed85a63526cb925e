/* json_cut: where the elements of a JSON document or the lines of NDJSON end, with their physical lines.
 *
 * Elements are cut one by one, so that memory does not grow with the document. What stands outside of them is checked
 * strictly; of an element only its end is looked for: the reader checks it. When the document breaks, one CUT_BAD says
 * where and why, and nothing follows. A line of NDJSON is lost alone.
 *
 * Fields of the objects around an element (a bib before its list of activities) are put into the element as
 * "parent.bib", in front of its own; they are looked for in the first MiB of such an object, and are left out when they
 * are long. One thread at a time. */
#ifndef INPUT_JSON_CUT_H
#define INPUT_JSON_CUT_H

#include "base/error.h"
#include "input/chunk.h"
#include "input/json_scan.h"
#include "input/source.h"

enum { JSON_STEPS = 8, JSON_SOLE_LIMIT = 16 * 1024 * 1024, JSON_PARENT_LIMIT = 1024 * 1024 };

/* How the elements are to be found. */
struct json_shape {
    bool lines;    /* NDJSON; else one document */
    bool sole;     /* the one element is no member of an array: it may be as long as JSON_SOLE_LIMIT */
    char line_end; /* of NDJSON: '\n' (a '\r' before it is dropped) or '\r' */
    /* The keys that lead to the elements, as written; arrays on the way are gone through. */
    struct view steps[JSON_STEPS];
    size_t step_count;
};

struct json_cutter {
    struct source *source; /* NULL: `carry` is all there is */
    struct json_shape shape;
    struct buffer carry;  /* what the last chunk did not use up */
    uint64_t index, line; /* of the next element; of the place where the next chunk begins */
    bool ended;           /* of the source */
    bool done;            /* nothing more is cut */
    bool after_cr;        /* what comes next follows a '\r' */
    bool skipping;        /* inside an element or line that was too long */
    struct json_scan scan;
    struct json_skim skim;
    uint8_t steps[JSON_DEPTH + 1];       /* how many keys led to the array or object at that depth, or JSON_OFF_PATH */
    uint8_t next_steps;                  /* the same for the value behind the key just read */
    uint16_t parent_len[JSON_DEPTH + 1]; /* of `parents` without what the object at that depth has added */
    struct buffer parents;               /* "parent.bib":7, of the objects we are in */
    struct buffer woven;                 /* elements with those fields: becomes the chunk's text */
    size_t counted;                      /* so much of the chunk's text is in `line_here` */
    uint64_t line_here;
};

/* Starts at the source's present place, which is the first byte. The keys of the shape must outlive the cutter. */
void json_cutter_start(struct json_cutter *cutter, struct source *source, const struct json_shape *shape);
void json_cutter_release(struct json_cutter *cutter); /* a zeroed one is fine */

/* The next chunk; chunk->count is 0 at the end. */
enum status json_cut(struct json_cutter *cutter, struct chunk *chunk, struct error *error);

#endif
