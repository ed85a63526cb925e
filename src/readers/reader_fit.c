#include "readers/reader.h"

#include "readers/fit_activity.h"
#include "readers/fit_names.h"
#include "readers/track_rows.h"

struct fit_reader {
    struct fit_files files;
    struct fit_activities *activities; /* NULL before start */
    uint64_t rows;                     /* so far */
};

static int bid(struct view head, struct view path)
{
    if (head.len >= 12 && memcmp(head.at + 8, ".FIT", 4) == 0)
        return head.at[0] == 12 || head.at[0] == 14 ? 95 : 60;
    return view_ends(path, VIEW(".fit")) && memchr(head.at, 0, head.len) ? 30 : 0;
}

static void note(struct batch *notes, enum code code, struct view text)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(text);
}

/* Why no activity comes of the files. Damage may have taken it, where one was to be. */
static void note_none(const struct fit_files *files, struct batch *notes)
{
    const struct fit_file *first = files->count ? files->files : NULL;
    bool could_be = !first || fit_file_holds(first->type) != FIT_HOLDS_NONE;
    if (could_be && files->damage.code != CODE_COUNT) {
        note(notes, files->damage.code, arena_copy(&notes->arena, view_of(files->damage.text)));
        return;
    }
    const char *name = first ? fit_file_type_name(first->type) : NULL;
    if (name && could_be)
        note(notes, CODE_NOT_ACTIVITIES, VIEW("the FIT file has no session, lap or record in it"));
    else if (name)
        note(notes, CODE_NOT_ACTIVITIES, arena_format(&notes->arena, "a FIT file of %s, no activity", name));
    else if (first && first->type != UNKNOWN)
        note(notes, CODE_NOT_ACTIVITIES,
             arena_format(&notes->arena, "a FIT file of type %lld, no activity", (long long)first->type));
    else
        note(notes, CODE_NOT_ACTIVITIES, VIEW("a FIT file that holds no activity"));
}

static enum status open_fit(struct reader *reader, struct batch *notes, struct error *error)
{
    (void)error;
    struct fit_reader *fit = memory_get(sizeof *fit);
    uint32_t activities = 0;
    reader->state = fit;
    track_rows_open(reader, "fit", "binary");
    fit_files_read(&fit->files, reader->source);
    for (size_t i = 0; i < fit->files.count; i++)
        activities += fit_file_activities(&fit->files.files[i]);
    if (activities)
        return STATUS_OK;
    note_none(&fit->files, notes);
    return STATUS_REFUSED;
}

static enum status start(struct reader *reader, struct error *error)
{
    (void)error;
    struct fit_reader *fit = reader->state;
    fit_activities_free(fit->activities);
    fit->activities = fit_activities_new(&fit->files, reader->source);
    fit->rows = 0;
    return STATUS_OK;
}

static enum status cut(struct reader *reader, struct chunk *chunk, struct error *error)
{
    (void)error;
    struct fit_reader *fit = reader->state;
    chunk->count = 0;
    chunk->first_index = fit->rows;
    chunk->first_line = 0;
    buffer_reset(&chunk->text);
    while (chunk->text.len < CHUNK_BYTES && fit_activities_next(fit->activities, chunk))
        ;
    fit->rows += chunk->count;
    return STATUS_OK;
}

static void finish(struct reader *reader, struct batch *notes)
{
    const struct fit_reader *fit = reader->state;
    if (fit->files.left_out)
        note(notes, CODE_INPUT_TOO_LARGE, view_of(fit->files.left_out));
}

static void close_fit(struct reader *reader)
{
    struct fit_reader *fit = reader->state;
    if (!fit)
        return;
    fit_activities_free(fit->activities);
    fit_files_release(&fit->files);
    memory_free(fit);
}

const struct reader_ops reader_fit_ops = {
    .name = "fit",
    .title = "FIT activity file of a watch or bike computer",
    .extensions = "fit",
    .settled = true,
    .bid = bid,
    .open = open_fit,
    .start = start,
    .cut = cut,
    .finish = finish,
    .parser_init = track_rows_parser_init,
    .parser_release = track_rows_parser_release,
    .parse = track_rows_parse,
    .close = close_fit,
};
