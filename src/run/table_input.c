#include "run/table_input.h"

#include "input/magic.h"

enum { HEAD_BYTES = 4096, SMALL_BYTES = 1024 * 1024, SURE = 50 };

static void note_source(struct batch *notes, enum code code, struct view text)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(text);
}

/* A file that nobody named may be something else in good order: that is a remark, not an error. */
static void soften(const struct table_input *input, const struct batch *notes)
{
    for (struct finding *f = notes->findings; f && input->origin->group; f = f->next)
        if (f->code == CODE_NOT_ACTIVITIES && f->severity > SEVERITY_INFO)
            f->severity = SEVERITY_INFO;
}

/* The reader for the source, or NULL with a finding that says what the file is instead. A reader that is sure (SURE or
 * more) knows better than the magic numbers. */
static const struct reader_ops *choose_reader(struct table_input *input, const char *from)
{
    struct view head = source_peek(input->source, HEAD_BYTES), name = magic_name(head);
    struct view path = origin_file_name(input->origin);
    if (!head.len && source_trouble(input->source)->code != CODE_COUNT)
        return NULL; /* which says more */
    const struct reader_ops *ops = head.len ? reader_choose(head, path, from) : NULL;
    if (ops && (from || !name.at || ops->bid(head, path) >= SURE))
        return ops;
    if (!name.at)
        name = head.len ? VIEW("binary data, no table and no text") : VIEW("empty");
    note_source(&input->notes, CODE_NOT_ACTIVITIES,
                arena_format(&input->notes.arena, "the file is %.*s", VIEW_ARG(name)));
    if (!head.len || !reader_of_name(path)) /* else it is not what its name says */
        soften(input, &input->notes);
    return NULL;
}

static void note_trouble(struct table_input *input, struct batch *notes)
{
    const struct source_trouble *trouble = source_trouble(input->source);
    if (trouble->code != CODE_COUNT)
        note_source(notes, trouble->code, arena_copy(&notes->arena, view_of(trouble->text)));
}

/* Feeds the survey with records of the chunk. */
static enum status survey_chunk(struct table_input *input, struct survey *survey, struct parser *parser,
                                const struct chunk *chunk, struct batch *scratch)
{
    const struct reader_ops *ops = input->reader.ops;
    uint64_t index = chunk->first_index;
    for (size_t i = 0; i < chunk->count; i++) {
        const struct cut *cut = &chunk->cuts[i];
        input->lost_rows += cut->state == CUT_BAD;
        if (cut->state != CUT_RECORD)
            continue;
        struct activity *row = batch_add_row(scratch);
        struct record record = {0};
        enum status status = ops->parse(parser, chunk, cut, scratch, row, &record);
        if (status != STATUS_OK)
            return status;
        record.index = index++;
        record.line = chunk->first_line + cut->line;
        if (record.count)
            survey_observe(survey, &record);
    }
    batch_reset(scratch);
    return STATUS_OK;
}

static enum status survey_rows(struct table_input *input, struct survey *survey, bool whole, struct error *error)
{
    const struct reader_ops *ops = input->reader.ops;
    struct parser parser = {.reader = &input->reader};
    struct chunk chunk = {0};
    struct batch scratch = {0};
    ops->parser_init(&parser);
    enum status status = ops->start(&input->reader, error);
    do {
        if (status == STATUS_OK)
            status = ops->cut(&input->reader, &chunk, error);
        if (status == STATUS_OK)
            status = survey_chunk(input, survey, &parser, &chunk, &scratch);
    } while (status == STATUS_OK && chunk.count && (whole || survey_needs_all(survey)));
    input->mapping.whole = status == STATUS_OK && chunk.count == 0;
    ops->parser_release(&parser);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    batch_release(&scratch);
    return status;
}

/* A "time" column that holds dates with clock times is the date; then all is looked at again. */
static bool remap_dated_times(struct table_input *input, const struct survey *survey,
                              const struct recognition *recognition)
{
    for (size_t i = 0; i < sizeof survey->dated_times / sizeof *survey->dated_times; i++) {
        if (survey->rows == 0 || survey->dated_times[i] * 5 < survey->rows * 4)
            continue;
        mapping_take_as_date(&input->mapping, input->mapping.time_columns[i], recognition->profiles,
                             &input->reader.table, input->info->columns);
        return true;
    }
    return false;
}

static enum status survey_and_decide(struct table_input *input, const struct recognition *recognition, bool whole,
                                     struct error *error)
{
    struct survey survey;
    survey_init(&survey, &input->mapping);
    bool settled = input->reader.ops->settled;
    enum status status = settled ? STATUS_OK : survey_rows(input, &survey, whole, error);
    if (status == STATUS_OK && remap_dated_times(input, &survey, recognition)) {
        survey_release(&survey);
        survey_init(&survey, &input->mapping);
        status = source_rewind(input->source, error);
        if (status == STATUS_OK)
            status = survey_rows(input, &survey, whole, error);
    }
    if (status == STATUS_OK && !settled && survey.rows == 0 && !input->lost_rows && input->mapping.whole)
        note_source(&input->notes, CODE_NOT_ACTIVITIES, VIEW("there is a header but no row beneath it"));
    if (status == STATUS_OK)
        columns_decide(&input->mapping, &survey, &recognition->judgement, input->info->columns, &input->notes);
    if (status == STATUS_OK && !settled)
        unused_tell(&survey.unused, &input->mapping, recognition->profiles, input->info->columns, &input->notes);
    survey_release(&survey);
    return status;
}

static void describe(struct table_input *input)
{
    const struct table *table = &input->reader.table;
    struct source_info *info = input->info;
    info->format = view_of(table->format ? table->format : input->reader.ops->name);
    info->encoding = view_of(table->encoding);
    info->delimiter = table->delimiter;
    info->header_line = table->header_line;
    info->is_track = input->reader.ops->settled;
    info->column_count = table->column_count;
    info->columns = arena_zero(&input->reader.arena, table->column_count * sizeof *info->columns);
}

void table_input_keep(struct table_input *input, struct arena *arena)
{
    struct source_info *info = input->info;
    info->encoding = arena_copy(arena, info->encoding); /* the reader's own, where the document declares one */
    struct column_info *columns = arena_get(arena, info->column_count * sizeof *columns);
    for (size_t i = 0; i < info->column_count; i++) {
        columns[i] = info->columns[i];
        columns[i].name = arena_copy(arena, columns[i].name);
        columns[i].decision = arena_copy(arena, columns[i].decision);
        columns[i].evidence = arena_copy(arena, columns[i].evidence);
        columns[i].runner_up = arena_copy(arena, columns[i].runner_up);
    }
    info->columns = columns;
}

static enum status understand(struct table_input *input, const struct recognition *recognition, bool whole,
                              struct error *error)
{
    struct reader *reader = &input->reader;
    enum status status = reader->ops->open(reader, &input->notes, error);
    if (status != STATUS_OK)
        return status;
    describe(input);
    status = mapping_build(&input->mapping, recognition->profiles, &input->reading, recognition->event, &reader->table,
                           input->info->columns, &input->notes, error);
    if (status == STATUS_OK)
        status = source_rewind(input->source, error);
    if (status == STATUS_OK)
        status = survey_and_decide(input, recognition, whole, error);
    if (status == STATUS_OK)
        status = source_rewind(input->source, error);
    input->info->profile = input->mapping.profile ? input->mapping.profile->name : (struct view){"", 0};
    input->has_tracks = mapping_has(&input->mapping, FIELD_TRACK_FILE) && input->origin->is_log;
    return status;
}

/* Rows that name nobody need the bib in the name of their file. */
static void require_bib(struct table_input *input, enum bib_from from)
{
    if (from == BIB_FROM_NOWHERE)
        return;
    bool is_told = mapping_has(&input->mapping, FIELD_BIB) || mapping_has(&input->mapping, FIELD_REGISTRATION_ID);
    if (input->reading.bib.len || is_told)
        return;
    struct finding *f =
        batch_note(&input->notes, NULL, CODE_BIB_INVALID, FIELD_BIB, bib_from_text(input->origin, from));
    if (f)
        f->args[0] =
            arg_word(": the name of the file or folder must hold one number (--bib-from); rename it, or give --bib");
}

static enum status recognise(struct table_input *input, const struct recognition *recognition,
                             const struct reader_ops *ops, struct error *error)
{
    const struct input_options *options = recognition->options;
    bool whole = options->whole || source_size(input->source) <= SMALL_BYTES;
    input->reader = (struct reader){
        .ops = ops,
        .source = input->source,
        .options = {.from = options->from,
                    .encoding = options->encoding,
                    .delimiter = options->delimiter,
                    .sheet = options->sheet,
                    .known_names = mapping_known_names,
                    .context = recognition->profiles,
                    .whole = whole || ops->settled},
    };
    if (ops->settled)
        input->reading.track_file = origin_file_name(input->origin);
    enum status status = understand(input, recognition, whole, error);
    input->has_rows = status == STATUS_OK;
    if (input->has_rows)
        require_bib(input, options->bib_from);
    bool unreadable = source_trouble(input->source)->status == STATUS_IO;
    if (status != STATUS_REFUSED && !unreadable)
        return status;
    soften(input, &input->notes);
    return source_rewind(input->source, error);
}

enum status table_input_open(struct table_input *input, const struct origin *origin,
                             const struct recognition *recognition, struct source_info *info, struct error *error)
{
    const struct input_options *options = recognition->options;
    *input = (struct table_input){.origin = origin, .info = info, .reading = options->reading};
    input->notes.source = input->endings.source = info;
    input->notes.severities = input->endings.severities = recognition->event->severities;
    enum status status = source_open(&input->source, origin, options->limits.bytes, error);
    if (status != STATUS_OK)
        return status;
    if (options->bib_from != BIB_FROM_NOWHERE)
        input->reading.bib = bib_from_origin(origin, options->bib_from);
    const struct reader_ops *ops = choose_reader(input, options->from);
    if (ops)
        return recognise(input, recognition, ops, error);
    note_trouble(input, &input->notes);
    return source_rewind(input->source, error); /* which tells whether it could be read */
}

bool table_input_note_end(struct table_input *input)
{
    if (input->reader.ops->finish)
        input->reader.ops->finish(&input->reader, &input->endings);
    soften(input, &input->endings);
    note_trouble(input, &input->endings);
    return input->endings.findings != NULL;
}

void table_input_close(struct table_input *input)
{
    if (input->reader.ops)
        input->reader.ops->close(&input->reader);
    arena_release(&input->reader.arena);
    batch_release(&input->notes);
    batch_release(&input->endings);
    source_close(input->source);
    *input = (struct table_input){0};
}
