/* The same activity twice in one run, and the key of each accepted row.
 *
 * A row whose content is there already is a duplicate, unless both have start times and these differ. The key is made
 * of the content and of how many accepted rows had it before; a row
 * that is refused as a duplicate has the key it would have if it were not, so that a waiver can name it. */
#include "model/row_key.h"
#include "rules/across.h"

static void note(struct across_row *r, const struct seen_row *twin)
{
    struct finding *f = batch_note(r->batch, r->row, CODE_DUPLICATE_EXACT, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(across_place(r, twin));
}

enum status across_check_duplicate(struct across_row *r, struct error *error)
{
    const struct seen_day *today = &r->today;
    const struct seen_row *twin = NULL;
    struct seen_row one_of_many;
    uint64_t ordinal = 0;
    bool is_there = false;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < today->count; i++) {
        if (today->rows[i].content != r->own.content)
            continue;
        ordinal++;
        twin = twin || seen_apart(&r->own, &today->rows[i], 0) ? twin : &today->rows[i];
    }
    if (today->crowded)
        status =
            seen_rows_crowd(r->across->seen, r->hashes->person_day, &r->own, &ordinal, &one_of_many, &is_there, error);
    twin = is_there ? &one_of_many : twin;
    r->row->key = row_key_number(r->hashes->content, ordinal);
    if (twin && status == STATUS_OK)
        note(r, twin);
    return status;
}
