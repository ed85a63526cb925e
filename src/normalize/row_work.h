/* row_work: what the steps of normalize share while they fill one row. */
#ifndef NORMALIZE_ROW_WORK_H
#define NORMALIZE_ROW_WORK_H

#include "base/utf8.h"
#include "model/batch.h"
#include "model/record.h"
#include "normalize/mapping.h"
#include "normalize/parse_kind.h"

/* The work on one row. */
struct row_work {
    const struct mapping *m;
    struct type_memo *memo;
    struct batch *batch;
    const struct record *record;
    struct activity *row;
};

static inline struct view row_cell(const struct row_work *w, enum field field)
{
    int column = w->m->column[field];
    if (column < 0)
        return (struct view){"", 0};
    struct view v = w->record->cells[column];
    if (!v.len)
        return v;
    unsigned char first = (unsigned char)v.at[0], last = (unsigned char)v.at[v.len - 1];
    bool plain = first > ' ' && first < 0xC2 && last > ' ' && last < 0x80;
    return plain ? v : view_trim(v);
}

static inline struct finding *row_note(const struct row_work *w, enum code code, enum field field, struct view value)
{
    return batch_note(w->batch, w->row, code, field, value);
}

static inline void row_note_arg(const struct row_work *w, enum code code, enum field field, struct view value,
                                struct arg arg)
{
    struct finding *f = row_note(w, code, field, value);
    if (f)
        f->args[0] = arg;
}

/* The steps that have a file of their own; as normalize_row says. */
enum status row_read_date(struct row_work *w);
enum status row_read_times(struct row_work *w);
enum status row_fix(struct row_work *w); /* after distance and times */
enum status row_check_rivals(struct row_work *w);

#endif
