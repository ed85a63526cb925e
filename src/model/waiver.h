/* waiver: what a person has looked at and lets pass: one finding about one row, by whom, why, and until when.
 *
 * Filled by the event stage, const for everybody else; any thread may look up. Texts live in the event's arena. A
 * waiver names its row by its place, which is that of one file, or by its key, which stays when rows are moved. */
#ifndef MODEL_WAIVER_H
#define MODEL_WAIVER_H

#include "base/arena.h"
#include "model/activity.h"
#include "model/findings.h"
#include "model/summary.h"

enum waiver_target { WAIVER_KEY, WAIVER_LINE, WAIVER_RECORD };

struct waiver {
    size_t number; /* its place in the list */
    int line;      /* in its file */
    enum waiver_target target;
    uint64_t row;        /* the key, the row's line, or its 0-based record in the source */
    struct view source;  /* the file's name, with its folder or without; empty for a key */
    struct view written; /* the row as it was named */
    enum code code;
    struct view reason, by;
    int32_t until; /* the last day it holds, UNKNOWN_DAY: for ever */
    bool expired;  /* on the day of the check */
};

struct waivers {
    struct view path;
    struct waiver *list; /* in the order of the file */
    size_t count;
    const struct waiver **sorted; /* those that hold, by target, row and code */
    size_t sorted_count;
};

/* Fills `sorted`, which is made in the arena, and `expired`. */
void waivers_sort(struct waivers *waivers, int32_t as_of, struct arena *arena);

/* The first waiver in the list that lets this finding about the row pass, or NULL. A row whose key is 0 is found by its
 * place only. Where a finding leaves nothing to post (no distance) there is none. */
const struct waiver *waivers_find(const struct waivers *waivers, const struct source_info *source,
                                  const struct activity *row, enum code code);

/* Whether two names may mean the same file: one is the other, or the other's end behind a slash. */
bool waiver_same_file(struct view a, struct view b);

/* Why findings of this code cannot be waived, what to do instead; NULL when they can. */
const char *waiver_refusal(enum code code);

/* "waived by Ada Quill: seen on Strava, until 2026-12-31" */
void waiver_text(struct buffer *out, const struct waiver *waiver);

#endif
