#include <stdio.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "cli/session.h"
#include "normalize/profile_write.h"
#include "outputs/place.h"
#include "run/work.h"

static enum exit_code run_sniff(const struct options *options);

const struct command_ops sniff_command = {
    .name = "sniff",
    .bit = COMMAND_SNIFF,
    .synopsis = "INPUT...",
    .summary = "what a file is and how it would be read, with the evidence",
    .run = run_sniff,
};

enum { NAME_WIDTH = 22, FIELD_WIDTH = 16, DECISION_WIDTH = 22, FIRST_ROWS = 3 };

/* Text cut to so many characters, padded with blanks; what does not fit ends in "..". */
static void add_padded(struct buffer *out, struct view text, size_t width)
{
    struct buffer masked = {0};
    buffer_add_masked(&masked, text);
    size_t shown = 0, bytes = 0;
    while (bytes < masked.len && shown < width) {
        do
            bytes++;
        while (bytes < masked.len && ((unsigned char)masked.at[bytes] & 0xC0) == 0x80);
        shown++;
    }
    buffer_add(out, (struct view){masked.at, bytes});
    buffer_format(out, "%*s", (int)(width - shown + 1), "");
    buffer_release(&masked);
}

static void add_column(struct buffer *out, const struct column_info *column)
{
    buffer_add_text(out, "  ");
    add_padded(out, column->name.len ? column->name : VIEW("(no name)"), NAME_WIDTH);
    add_padded(out, view_of(field_table[column->field].name), FIELD_WIDTH);
    add_padded(out, column->decision, DECISION_WIDTH);
    buffer_add_masked(out, column->evidence);
    if (column->runner_up.len)
        buffer_format(out, "; or %.*s", VIEW_ARG(column->runner_up));
    buffer_add_char(out, '\n');
}

/* Columns that are used, each with its reason; the others in a line. */
static void add_columns(struct buffer *out, const struct source_info *info)
{
    buffer_add_text(out, "\n  column                 taken for        how                    because\n");
    for (size_t i = 0; i < info->column_count; i++)
        if (info->columns[i].field != FIELD_NONE)
            add_column(out, &info->columns[i]);
    size_t unused = 0;
    for (size_t i = 0; i < info->column_count; i++) {
        if (info->columns[i].field != FIELD_NONE)
            continue;
        buffer_add_text(out, unused++ ? ", " : "  not used: ");
        buffer_add_masked(out, info->columns[i].name);
    }
    buffer_add_text(out, unused ? "\n" : "");
}

static void add_value(struct buffer *out, struct arg arg, bool known, size_t width)
{
    struct buffer text = {0};
    if (known)
        arg_text(&text, &arg);
    add_padded(out, known ? buffer_view(&text) : VIEW("-"), width);
    buffer_release(&text);
}

static void add_row(struct buffer *out, const struct activity *row)
{
    bool counted = row->distance_mm == UNKNOWN && row->count != UNKNOWN;
    buffer_format(out, "  %-7llu", (unsigned long long)(row->line ? row->line : row->index));
    add_value(out, arg_day(row->day), row->day != UNKNOWN_DAY, 10);
    add_value(out, arg_word(kind_table[row->kind].name), true, 10);
    add_value(out, counted ? arg_number(row->count) : arg_distance(row->distance_mm, row->distance_unit),
              counted || row->distance_mm != UNKNOWN, 12);
    add_value(out, arg_time(row->elapsed_ms), row->elapsed_ms != UNKNOWN, 11);
    add_value(out, arg_distance(row->elevation_mm, UNIT_M), row->elevation_mm != UNKNOWN, 10);
    add_padded(out, row->bib.len ? row->bib : row->registration_id, 8);
    const struct finding *worst = row->findings;
    while (worst && worst->severity != SEVERITY_ERROR)
        worst = worst->next;
    buffer_add_text(out, worst ? code_table[worst->code].name : "");
    buffer_add_char(out, '\n');
}

static enum status add_first_rows(struct buffer *out, struct session *session, struct table_input *input,
                                  struct error *error)
{
    struct work work = {0};
    struct worker worker;
    worker_init(&worker, input, &session->rules, false);
    enum status status = work_start(input, error);
    if (status == STATUS_OK)
        status = work_cut(&work, input, error);
    if (status == STATUS_OK)
        work_process(&work, &worker);
    buffer_add_text(out, "\n  line   date       kind       distance     time        climb      bib\n");
    for (size_t i = 0; i < work.batch.row_count && i < FIRST_ROWS; i++)
        add_row(out, &work.batch.rows[i]);
    worker_release(&worker);
    work_release(&work);
    return status;
}

static void add_title(struct buffer *out, const struct source_info *info)
{
    static const struct {
        char delimiter;
        const char *word;
    } words[] = {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "bar"}};
    place_source(out, info);
    buffer_format(out, ": %.*s", VIEW_ARG(info->format));
    if (info->encoding.len)
        buffer_format(out, ", %.*s", VIEW_ARG(info->encoding));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].delimiter == info->delimiter)
            buffer_format(out, ", delimiter %s", words[i].word);
    if (info->header_line)
        buffer_format(out, ", header in line %llu", (unsigned long long)info->header_line);
    if (info->profile.len)
        buffer_format(out, ", profile %.*s", VIEW_ARG(info->profile));
    buffer_add_char(out, '\n');
}

static void add_findings(struct buffer *out, const struct batch *notes)
{
    for (const struct finding *f = notes->findings; f; f = f->next) {
        buffer_format(out, "  %s: ", severity_names[f->severity]);
        finding_text(out, f);
        buffer_format(out, " [%s]\n", code_table[f->code].name);
    }
}

static enum status save_profile(const struct table_input *input, const char *path, struct error *error)
{
    struct writer w;
    enum status status = writer_open(&w, path, false, error);
    if (status != STATUS_OK)
        return status;
    profile_write(&w.pending, &input->mapping, &input->reader.table, input->info->source);
    return writer_commit(&w, error);
}

/* One input; *readable when its rows could be read. */
static enum status sniff_one(struct session *session, const struct origin *origin, bool *readable, struct error *error)
{
    struct table_input input;
    struct source_info info = {.source = view_of(origin->path), .member = view_of(origin->member)};
    struct buffer out = {0};
    enum status status = table_input_open(&input, origin, &session->run.recognition, &info, error);
    if (status == STATUS_OK) {
        add_title(&out, &info);
        add_findings(&out, &input.notes);
        *readable = input.has_rows;
    }
    if (status == STATUS_OK && input.has_rows) {
        add_columns(&out, &info);
        status = add_first_rows(&out, session, &input, error);
    }
    if (status == STATUS_OK && input.has_rows && session->options->save_profile)
        status = save_profile(&input, session->options->save_profile, error);
    fwrite(out.at, 1, out.len, stdout);
    buffer_release(&out);
    table_input_close(&input);
    return status;
}

static enum exit_code sniff_all(struct session *session, struct error *error)
{
    struct input_options input = session->options->input;
    input.whole = true;
    input.reading.zone_known = session->options->time_zone || session->event.time_zone.len;
    session->run.recognition.options = &input;
    enum exit_code code = EXIT_CLEAN;
    for (size_t i = 0; i < session->origins.count; i++) {
        bool readable = false;
        if (i)
            printf("\n");
        enum status status = sniff_one(session, &session->origins.at[i], &readable, error);
        enum exit_code one = status != STATUS_OK ? command_fail(error) : readable ? EXIT_CLEAN : EXIT_REJECTED;
        code = one > code ? one : code;
    }
    return code;
}

static enum exit_code run_sniff(const struct options *options)
{
    struct session session;
    struct error error;
    enum status status = session_open(&session, options, &sniff_command, &error);
    if (status == STATUS_OK && options->save_profile && options->input_count > 1)
        status = error_set(&error, STATUS_USAGE, "tallypost: --save-profile takes one input");
    enum exit_code code = status == STATUS_OK ? sniff_all(&session, &error) : command_fail(&error);
    session_release(&session);
    return code;
}
