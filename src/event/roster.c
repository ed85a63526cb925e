#include "event/roster.h"

#include "event/word_table.h"

/* FOREIGN: only exports of activities have it; a roster made of one would know everybody who submitted. */
enum column { BIB, REGISTRATION, FIRST, LAST, EVENT, STATUS, FOREIGN };

static const struct word_header headers[] = {
    {"bib", BIB},
    {"bib no", BIB},
    {"bib num", BIB},
    {"bib number", BIB},
    {"registration id", REGISTRATION},
    {"registration no", REGISTRATION},
    {"registration number", REGISTRATION},
    {"reg id", REGISTRATION},
    {"first name", FIRST},
    {"first", FIRST},
    {"last name", LAST},
    {"last", LAST},
    {"event", EVENT},
    {"event name", EVENT},
    {"status", STATUS},
    {"registration status", STATUS},
    {"activity date", FOREIGN},
    {"tally value", FOREIGN},
};

static enum status check_header(const struct word_table *t, struct error *error)
{
    if (t->has[FOREIGN])
        return error_set(error, STATUS_USAGE,
                         "%s:%d: is an export of activities; the roster is RunSignup's participants export", t->path,
                         t->header_line);
    if (!t->has[BIB] && !t->has[REGISTRATION])
        return error_set(error, STATUS_USAGE,
                         "%s:%d: no column is called Bib or Registration ID; the roster is RunSignup's participants "
                         "export with its header",
                         t->path, t->header_line);
    return STATUS_OK;
}

static bool is_active(const struct word_row *row)
{
    return !row->cells[STATUS].len || view_equal_fold(row->cells[STATUS], VIEW("Active"));
}

/* Adds the rows that are active, or those that are not. Lookups find what was added first. */
static void add_rows(struct participants *all, const struct word_table *table, bool active)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct view *cells = table->rows[i].cells;
        if (is_active(&table->rows[i]) != active || (!cells[BIB].len && !cells[REGISTRATION].len))
            continue;
        struct participant one = {
            .bib = cells[BIB],
            .registration_id = cells[REGISTRATION],
            .first_name = cells[FIRST],
            .last_name = cells[LAST],
            .event_name = cells[EVENT],
            .status = cells[STATUS],
            .active = active,
        };
        const struct participant *known = participants_by_registration(all, one.registration_id);
        if (!known || !view_equal_fold(participant_number(known->bib), participant_number(one.bib)))
            participants_add(all, &one);
    }
}

enum status roster_read(struct participants **out, const char *path, struct error *error)
{
    static const struct word_form form = {
        .headers = headers,
        .header_count = sizeof headers / sizeof *headers,
        .again = "save the participants export again",
        .empty = "the roster is RunSignup's participants export with its header",
        .check = check_header,
    };
    struct arena arena = {0};
    struct word_table table;
    enum status status = word_table_read(&table, &form, path, &arena, error);
    if (status == STATUS_OK) {
        *out = participants_new();
        add_rows(*out, &table, true);
        add_rows(*out, &table, false);
    }
    word_table_release(&table);
    arena_release(&arena);
    return status;
}
