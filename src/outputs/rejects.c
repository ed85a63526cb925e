#include "outputs/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "outputs/safe_cell.h"

/* The rejected rows of one source, spooled until it is known whether all sources share a header. */
struct part {
    const struct source_info *source;
    struct buffer pending;
    int fd;
};

struct rejects {
    struct part *parts;
    size_t count, capacity;
    struct buffer cell;
};

static const char *const own_columns[] = {"tallypost_line", "tallypost_codes", "tallypost_reasons", "tallypost_hints"};
enum { OWN_COLUMNS = sizeof own_columns / sizeof *own_columns };

static bool is_json(const struct source_info *source)
{
    return view_ends(source->format, VIEW("json"));
}

static enum status rejects_open(struct output *output, struct error *error)
{
    struct stat st;
    if (stat(output->options.path, &st) == 0 && S_ISDIR(st.st_mode))
        return error_set(error, STATUS_USAGE, "tallypost: --rejects %s: is a folder already", output->options.path);
    output->state = memory_get(sizeof(struct rejects));
    return STATUS_OK;
}

static enum status part_for(struct rejects *r, const struct source_info *source, struct part **out, struct error *error)
{
    for (size_t i = r->count; i-- > 0;)
        if (r->parts[i].source == source) {
            *out = &r->parts[i];
            return STATUS_OK;
        }
    int fd = fileio_temporary(error);
    if (fd < 0)
        return STATUS_IO;
    r->parts = memory_grow(r->parts, &r->capacity, r->count + 1, sizeof *r->parts);
    *out = &r->parts[r->count++];
    **out = (struct part){.source = source, .fd = fd};
    return STATUS_OK;
}

static enum status write_fully(int fd, struct buffer *pending, const char *path, struct error *error)
{
    for (size_t done = 0; done < pending->len;) {
        ssize_t n = write(fd, pending->at + done, pending->len - done);
        if (n < 0 && errno != EINTR)
            return error_errno(error, STATUS_IO, "%s: cannot write", path);
        done += n > 0 ? (size_t)n : 0;
    }
    buffer_reset(pending);
    return STATUS_OK;
}

/* ---- our own columns ---- */

static void add_codes(struct buffer *out, const struct activity *row)
{
    for (const struct finding *f = row->findings; f; f = f->next)
        if (f->severity >= SEVERITY_WARNING && !f->waiver)
            buffer_format(out, "%s%s", out->len ? " " : "", code_table[f->code].name);
}

static void add_reasons(struct buffer *out, const struct activity *row)
{
    for (const struct finding *f = row->findings; f; f = f->next) {
        if (f->severity < SEVERITY_WARNING || f->waiver)
            continue;
        buffer_add_text(out, out->len ? "; " : "");
        finding_text(out, f);
    }
}

static void add_hints(struct buffer *out, const struct activity *row)
{
    for (const struct finding *f = row->findings; f; f = f->next) {
        if (!f->hint || f->waiver)
            continue;
        buffer_add_text(out, out->len ? "; " : "");
        hint_text(out, f->hint);
    }
}

/* The text of our column `i` for a row, in the buffer. */
static void own_cell(struct buffer *out, const struct activity *row, int i)
{
    static void (*const adders[])(struct buffer *, const struct activity *) = {NULL, add_codes, add_reasons, add_hints};
    buffer_reset(out);
    if (i == 0)
        buffer_add_int(out, (int64_t)row->line);
    else
        adders[i](out, row);
}

/* ---- rows as CSV ---- */

/* Of a row that could not be parsed there is only its text: cut at the delimiter, good enough to mend by hand. */
static void add_lost_row(struct buffer *out, const struct source_info *source, const struct activity *row)
{
    struct view rest = row->findings ? row->findings->value : (struct view){"", 0};
    for (size_t i = 0; i < source->column_count; i++) {
        bool last = i + 1 == source->column_count || !source->delimiter;
        struct view cell = last ? rest : view_cut(&rest, source->delimiter);
        if (last)
            rest = (struct view){"", 0};
        while (cell.len && cell.at[0] == '"')
            cell = view_skip(cell, 1);
        buffer_add_csv(out, cell, ',');
        buffer_add_char(out, ',');
    }
}

static void add_csv_row(struct rejects *r, struct buffer *out, const struct source_info *source,
                        const struct activity *row)
{
    if (!row->cells) {
        add_lost_row(out, source, row);
    } else {
        for (size_t i = 0; i < source->column_count; i++) {
            struct view cell = i < row->cell_count ? row->cells[i] : (struct view){"", 0};
            buffer_add_csv(out, safe_cell(&r->cell, cell), ',');
            buffer_add_char(out, ',');
        }
    }
    for (int i = 0; i < OWN_COLUMNS; i++) {
        own_cell(&r->cell, row, i);
        buffer_add_csv(out, buffer_view(&r->cell), ',');
        buffer_add_char(out, i + 1 < OWN_COLUMNS ? ',' : '\n');
    }
}

static void add_csv_header(struct buffer *out, const struct source_info *source)
{
    buffer_add_text(out, "\xEF\xBB\xBF"); /* Excel takes the text for UTF-8 then */
    for (size_t i = 0; i < source->column_count; i++) {
        buffer_add_csv(out, source->columns[i].name, ',');
        buffer_add_char(out, ',');
    }
    for (int i = 0; i < OWN_COLUMNS; i++)
        buffer_format(out, "%s%s", own_columns[i], i + 1 < OWN_COLUMNS ? "," : "\n");
}

/* ---- rows as NDJSON: the element itself and our keys ---- */

static void add_json_row(struct rejects *r, struct buffer *out, const struct activity *row)
{
    struct view element = row->cells && row->cell_count ? view_trim(row->cells[0]) : (struct view){"", 0};
    bool is_object = element.len > 1 && element.at[element.len - 1] == '}';
    if (is_object) {
        for (size_t i = 0; i + 1 < element.len; i++) /* one line */
            buffer_add_char(out, element.at[i] == '\n' || element.at[i] == '\r' ? ' ' : element.at[i]);
    } else {
        buffer_add_text(out, "{\"tallypost_text\":");
        buffer_add_json(out, row->findings ? row->findings->value : element);
    }
    bool is_empty = is_object && view_trim((struct view){element.at + 1, element.len - 2}).len == 0;
    for (int i = 0; i < OWN_COLUMNS; i++) {
        own_cell(&r->cell, row, i);
        buffer_format(out, "%s\"%s\":", i || !is_empty ? "," : "", own_columns[i]);
        if (i == 0)
            buffer_add(out, buffer_view(&r->cell));
        else
            buffer_add_json(out, buffer_view(&r->cell));
    }
    buffer_add_text(out, "}\n");
}

/* ---- the output ---- */

static enum status rejects_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct rejects *r = output->state;
    struct part *part = NULL;
    enum status status = STATUS_OK;
    if (batch->source->is_track) /* there is nothing to mend; the reports name them */
        return STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < batch->row_count; i++) {
        const struct activity *row = &batch->rows[i];
        if (row->verdict != VERDICT_REJECTED)
            continue;
        if (!part)
            status = part_for(r, batch->source, &part, error);
        if (status != STATUS_OK)
            break;
        if (is_json(batch->source))
            add_json_row(r, &part->pending, row);
        else
            add_csv_row(r, &part->pending, batch->source, row);
        if (part->pending.len >= WRITER_BLOCK)
            status = write_fully(part->fd, &part->pending, output->options.path, error);
    }
    return status;
}

static bool same_header(const struct source_info *a, const struct source_info *b)
{
    bool same = is_json(a) == is_json(b) && a->column_count == b->column_count;
    for (size_t i = 0; same && !is_json(a) && i < a->column_count; i++)
        same = view_equal(a->columns[i].name, b->columns[i].name);
    return same || (is_json(a) && is_json(b));
}

/* What was spooled of a part, behind what the writer has. */
static enum status copy_part(struct writer *w, struct part *part, const char *path, struct error *error)
{
    enum status status = write_fully(part->fd, &part->pending, path, error);
    if (status == STATUS_OK && lseek(part->fd, 0, SEEK_SET) < 0)
        status = error_errno(error, STATUS_IO, "%s: cannot rewind the temporary copy", path);
    while (status == STATUS_OK) {
        ssize_t got = read(part->fd, buffer_room(&w->pending, WRITER_BLOCK), WRITER_BLOCK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            status = error_errno(error, STATUS_IO, "%s: cannot read the temporary copy", path);
        if (got <= 0)
            break;
        w->pending.len += (size_t)got;
        status = writer_flush_full(w, error);
    }
    return status;
}

static enum status write_parts(struct part *parts, size_t count, const char *path, struct error *error)
{
    struct writer w;
    enum status status = writer_open(&w, path, true, error);
    if (status != STATUS_OK)
        return status;
    if (count && !is_json(parts[0].source))
        add_csv_header(&w.pending, parts[0].source);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = copy_part(&w, &parts[i], path, error);
    if (status == STATUS_OK)
        return writer_commit(&w, error);
    writer_abort(&w);
    return status;
}

/* "DIR/03-spring.csv": numbered, so that two inputs of one name do not meet. */
static const char *path_in_folder(struct buffer *path, const char *dir, const struct source_info *source)
{
    struct view name = source->member.len ? source->member : source->source;
    const char *slash = memrchr(name.at, '/', name.len);
    if (slash)
        name = view_skip(name, (size_t)(slash + 1 - name.at));
    buffer_reset(path);
    buffer_format(path, "%s/%02u-%.*s%s", dir, source->number + 1, VIEW_ARG(name),
                  is_json(source)                 ? (view_ends(name, VIEW(".ndjson")) ? "" : ".ndjson")
                  : view_ends(name, VIEW(".csv")) ? ""
                                                  : ".csv");
    return buffer_string(path);
}

static enum status write_folder(struct rejects *r, const char *dir, struct error *error)
{
    struct buffer path = {0};
    enum status status = STATUS_OK;
    size_t written = 0;
    if (mkdir(dir, 0700) != 0)
        return error_errno(error, STATUS_IO, "%s: cannot make the folder", dir);
    for (; status == STATUS_OK && written < r->count; written += status == STATUS_OK)
        status = write_parts(&r->parts[written], 1, path_in_folder(&path, dir, r->parts[written].source), error);
    while (status != STATUS_OK && written > 0) /* half of them would look like all */
        unlink(path_in_folder(&path, dir, r->parts[--written].source));
    if (status != STATUS_OK)
        rmdir(dir);
    buffer_release(&path);
    return status;
}

static void rejects_release(struct output *output)
{
    struct rejects *r = output->state;
    for (size_t i = 0; r && i < r->count; i++) {
        close(r->parts[i].fd);
        buffer_release(&r->parts[i].pending);
    }
    if (r) {
        memory_free(r->parts);
        buffer_release(&r->cell);
    }
    memory_free(r);
    output->state = NULL;
}

static enum status rejects_close(struct output *output, const struct summary *summary, struct error *error)
{
    struct rejects *r = output->state;
    bool same = true;
    (void)summary;
    for (size_t i = 1; i < r->count; i++)
        same = same && same_header(r->parts[0].source, r->parts[i].source);
    enum status status = same ? write_parts(r->parts, r->count, output->options.path, error)
                              : write_folder(r, output->options.path, error);
    rejects_release(output);
    return status;
}

const struct output_ops rejects_ops = {
    .name = "rejects",
    .open = rejects_open,
    .batch = rejects_batch,
    .close = rejects_close,
    .abort = rejects_release,
};
