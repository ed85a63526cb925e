#include "readers/reader.h"

extern const struct reader_ops reader_csv_ops, reader_fit_ops, reader_gpx_ops, reader_json_ops, reader_tcx_ops,
    reader_xlsx_ops;

const struct reader_ops *const reader_registry[] = {
    &reader_xlsx_ops, &reader_fit_ops, &reader_gpx_ops, &reader_tcx_ops, &reader_json_ops, &reader_csv_ops,
};
const size_t reader_count = sizeof reader_registry / sizeof *reader_registry;

enum { BEYOND_DOUBT = 90 }; /* nobody else need look */

const struct reader_ops *reader_choose(struct view head, struct view path, const char *from)
{
    const struct reader_ops *best = NULL;
    int best_bid = 0;
    for (size_t i = 0; i < reader_count; i++) {
        const struct reader_ops *ops = reader_registry[i];
        if (from && strcmp(from, ops->name) == 0)
            return ops;
        int bid = from || best_bid >= BEYOND_DOUBT ? 0 : ops->bid(head, path);
        if (bid > best_bid) {
            best = ops;
            best_bid = bid;
        }
    }
    return best;
}

static bool has_extension(struct view name, struct view extension)
{
    return name.len > extension.len && view_ends(name, extension) && name.at[name.len - extension.len - 1] == '.';
}

const struct reader_ops *reader_of_name(struct view name)
{
    if (view_ends(name, VIEW(".gz")))
        name.len -= 3;
    for (size_t i = 0; i < reader_count; i++)
        for (struct view rest = view_of(reader_registry[i]->extensions); rest.at;)
            if (has_extension(name, view_cut(&rest, ' ')))
                return reader_registry[i];
    return NULL;
}
