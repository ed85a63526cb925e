#include "run/work.h"

#include "base/utf8.h"
#include "run/track_join.h"

void worker_init(struct worker *worker, const struct table_input *input, const struct rule_context *rules,
                 bool keep_cells)
{
    *worker = (struct worker){
        .input = input,
        .parser = {.reader = &input->reader},
        .rules = rules,
        .keep_cells = keep_cells,
        .check_utf8 = !input->reader.options.whole,
    };
    input->reader.ops->parser_init(&worker->parser);
    normalizer_init(&worker->normalizer, &input->mapping);
}

void worker_release(struct worker *worker)
{
    worker->parser.reader->ops->parser_release(&worker->parser);
    normalizer_release(&worker->normalizer);
}

static void note_lost(struct batch *batch, struct activity *row, const struct chunk *chunk, const struct cut *cut)
{
    struct finding *f = batch_note(batch, row, (enum code)cut->code, FIELD_NONE, chunk_text(chunk, cut));
    row->verdict = VERDICT_REJECTED; /* a lost record is no activity, whatever its severity was set to */
    if (!f)
        return;
    f->args[0] = arg_word(cut->why ? cut->why : "");
    f->args[1] = arg_word("1 MiB");
}

/* The row as it was written: its cells, or for formats without columns of their own (json) the element as the only one.
 */
static void keep_cells(struct work *work, const struct reader *reader, const struct cut *cut,
                       const struct record *record, struct activity *row)
{
    bool is_element = reader->table.items.at != NULL;
    uint32_t count = is_element ? 1 : record->count;
    struct view *cells = arena_get(&work->batch.arena, count * sizeof *cells);
    if (is_element)
        cells[0] = chunk_text(&work->chunk, cut);
    else
        memcpy(cells, record->cells, count * sizeof *cells);
    row->cells = cells;
    row->cell_count = count;
}

static enum status process_record(struct work *work, struct worker *worker, const struct cut *cut, struct activity *row)
{
    struct record record = {0};
    const struct reader_ops *ops = worker->parser.reader->ops;
    enum status status = ops->parse(&worker->parser, &work->chunk, cut, &work->batch, row, &record);
    if (status != STATUS_OK || record.count == 0)
        return status;
    record.index = row->index;
    record.line = row->line;
    record.last_line = row->last_line;
    if (worker->keep_cells)
        keep_cells(work, worker->parser.reader, cut, &record, row);
    struct joined_track track = {0};
    if (worker->input->has_tracks)
        track = track_join_fill(worker->input->join, worker->input, &work->batch, &record);
    status = normalize_row(&worker->normalizer, &work->batch, &record, row);
    if (track.origin && status == STATUS_OK) {
        track_join_compare(&track, &work->batch, row);
    }
    if (status == STATUS_OK && row->verdict != VERDICT_SKIPPED)
        rules_check_row(worker->rules, &work->batch, row);
    return status;
}

enum status work_start(struct table_input *input, struct error *error)
{
    return input->reader.ops->start(&input->reader, error);
}

enum status work_cut(struct work *work, struct table_input *input, struct error *error)
{
    batch_reset(&work->batch);
    work->batch.source = input->info;
    work->batch.severities = input->mapping.event->severities;
    work->batch.waivers = input->mapping.event->waivers;
    return input->reader.ops->cut(&input->reader, &work->chunk, error);
}

void work_process(struct work *work, struct worker *worker)
{
    const struct chunk *chunk = &work->chunk;
    uint64_t index = chunk->first_index;
    work->status = STATUS_OK;
    if (worker->check_utf8 && utf8_valid_until(buffer_view(&chunk->text), false) < chunk->text.len) {
        work->status = STATUS_AGAIN;
        return;
    }
    for (size_t i = 0; work->status == STATUS_OK && i < chunk->count; i++) {
        const struct cut *cut = &chunk->cuts[i];
        if (cut->state == CUT_BLANK) {
            work->batch.blank++;
            continue;
        }
        struct activity *row = batch_add_row(&work->batch);
        row->index = index++;
        row->line = chunk->first_line + cut->line;
        row->last_line = chunk->first_line + cut->last_line;
        if (cut->state == CUT_BAD)
            note_lost(&work->batch, row, chunk, cut);
        else
            work->status = process_record(work, worker, cut, row);
    }
}

void work_release(struct work *work)
{
    buffer_release(&work->chunk.text);
    memory_free(work->chunk.cuts);
    batch_release(&work->batch);
}
