#include "run/table_input.h"

enum { HEAD_BYTES = 4096, SMALL_BYTES = 1024 * 1024, SURE = 50 };

static void note_source(struct batch *notes, enum code code, struct view text)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(text);
}

/* What a file is that is no table, by its first bytes. */
static struct view name_of_format(struct view head)
{
    static const struct {
        struct view magic, name;
    } known[] = {
        {{"\x89PNG", 4}, {"a PNG picture", 13}},
        {{"\xFF\xD8\xFF", 3}, {"a JPEG picture", 14}},
        {{"GIF8", 4}, {"a GIF picture", 13}},
        {{"%PDF", 4}, {"a PDF document", 14}},
        {{"PK\x03\x04", 4}, {"a zip archive (unpack it first)", 31}},
        {{"\xD0\xCF\x11\xE0", 4}, {"an old Excel workbook; save it as .xlsx or .csv", 47}},
        {{"SQLite format 3", 15}, {"a SQLite database", 17}},
        {{"<?xml", 5}, {"an XML document", 15}},
        {{"<gpx", 4}, {"a GPX track", 11}},
        {{"<!DOCTYPE", 9}, {"a web page", 10}},
        {{"<html", 5}, {"a web page", 10}},
        {{"BZh", 3}, {"a bzip2 archive (unpack it first)", 33}},
        {{"\x28\xB5\x2F\xFD", 4}, {"a zstd archive (unpack it first)", 32}},
        {{"\xFD"
          "7zXZ",
          5},
         {"an xz archive (unpack it first)", 31}},
        {{"7z\xBC\xAF", 4}, {"a 7z archive (unpack it first)", 30}},
        {{"Rar!", 4}, {"a RAR archive (unpack it first)", 31}},
    };
    if (view_contains(head, VIEW("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")))
        return VIEW("an OpenDocument sheet; save it as .xlsx or .csv");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (head.len >= known[i].magic.len && memcmp(head.at, known[i].magic.at, known[i].magic.len) == 0)
            return known[i].name;
    if (head.len > 12 && memcmp(head.at + 8, ".FIT", 4) == 0)
        return VIEW("a FIT file");
    return (struct view){NULL, 0};
}

/* The reader for the source, or NULL with a finding that says what the file is instead. A reader that is sure (SURE or
 * more) knows better than the magic numbers. */
static const struct reader_ops *choose_reader(struct table_input *input, const char *path, const char *from)
{
    struct view head = source_peek(input->source, HEAD_BYTES), name = name_of_format(head);
    const struct reader_ops *ops = head.len ? reader_choose(head, view_of(path), from) : NULL;
    if (ops && (from || !name.at || ops->bid(head, view_of(path)) >= SURE))
        return ops;
    if (!name.at)
        name = head.len ? VIEW("binary data, no table and no text") : VIEW("empty");
    note_source(&input->notes, CODE_NOT_ACTIVITIES,
                arena_format(&input->notes.arena, "the file is %.*s", VIEW_ARG(name)));
    return NULL;
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

static void describe(struct table_input *input, struct arena *arena)
{
    const struct table *table = &input->reader.table;
    struct source_info *info = input->info;
    info->format = view_of(table->format ? table->format : input->reader.ops->name);
    info->encoding = view_of(table->encoding);
    info->delimiter = table->delimiter;
    info->header_line = table->header_line;
    info->column_count = table->column_count;
    info->columns = arena_zero(arena, table->column_count * sizeof *info->columns);
}

/* The column's texts belong to the reader and the notes; the summary outlives both. */
static void keep_texts(struct source_info *info, struct arena *arena, const struct profile *profile)
{
    for (size_t i = 0; i < info->column_count; i++) {
        info->columns[i].name = arena_copy(arena, info->columns[i].name);
        info->columns[i].decision = arena_copy(arena, info->columns[i].decision);
        info->columns[i].evidence = arena_copy(arena, info->columns[i].evidence);
        info->columns[i].runner_up = arena_copy(arena, info->columns[i].runner_up);
    }
    info->profile = profile ? profile->name : (struct view){"", 0};
}

static enum status understand(struct table_input *input, const struct recognition *recognition, bool whole,
                              struct arena *arena, struct error *error)
{
    struct reader *reader = &input->reader;
    enum status status = reader->ops->open(reader, &input->notes, error);
    if (status != STATUS_OK)
        return status;
    describe(input, arena);
    status = mapping_build(&input->mapping, recognition->profiles, &recognition->options->reading, recognition->event,
                           &reader->table, input->info->columns, &input->notes, error);
    if (status == STATUS_OK)
        status = source_rewind(input->source, error);
    if (status == STATUS_OK)
        status = survey_and_decide(input, recognition, whole, error);
    if (status == STATUS_OK)
        status = source_rewind(input->source, error);
    keep_texts(input->info, arena, input->mapping.profile);
    return status;
}

enum status table_input_open(struct table_input *input, const char *path, const struct recognition *recognition,
                             struct source_info *info, struct arena *arena, struct error *error)
{
    const struct input_options *options = recognition->options;
    *input = (struct table_input){.info = info};
    input->notes.source = info;
    input->notes.severities = recognition->event->severities;
    enum status status = source_open(&input->source, path, error);
    if (status != STATUS_OK)
        return status;
    const struct reader_ops *ops = choose_reader(input, path, options->from);
    if (!ops)
        return source_rewind(input->source, error); /* which tells whether it could be read */
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
    status = understand(input, recognition, whole, arena, error);
    input->has_rows = status == STATUS_OK;
    bool unreadable = source_trouble(input->source)->status == STATUS_IO;
    return status == STATUS_REFUSED || unreadable ? source_rewind(input->source, error) : status;
}

void table_input_close(struct table_input *input)
{
    if (input->reader.ops)
        input->reader.ops->close(&input->reader);
    arena_release(&input->reader.arena);
    batch_release(&input->notes);
    source_close(input->source);
    *input = (struct table_input){0};
}
