#include "model/waiver.h"
#include "outputs/output.h"
#include "outputs/report_spool.h"
#include "outputs/safe_cell.h"

/* One finding a line, all of them, in the order of the input. Cells hold no line ends and nothing that a spreadsheet
 * would run. They wait in a spool: standard output cannot be taken back when the run starts over. */

static const char header[] = "source,member,line,index,bib_num,code,severity,field,value,message,hint,waived\n";

struct state {
    struct writer writer;
    struct report_spool spool;
    struct buffer text, scratch;
};

static enum status open_report(struct output *output, struct error *error)
{
    struct state *s = memory_get(sizeof *s);
    enum status status = output_start(output, s, &s->writer, error);
    if (status == STATUS_OK)
        buffer_add_text(&s->writer.pending, header);
    return status;
}

/* Ends the cell of which the text is in the buffer. */
static void end_cell(struct state *s, char end)
{
    buffer_add_csv(&s->spool.pending, safe_cell(&s->scratch, buffer_view(&s->text)), ',');
    buffer_add_char(&s->spool.pending, end);
    buffer_reset(&s->text);
}

static void add_cell(struct state *s, struct view text)
{
    buffer_add_masked(&s->text, text);
    end_cell(s, ',');
}

static void add_number(struct state *s, bool is_known, uint64_t number)
{
    if (is_known)
        buffer_add_int(&s->text, (int64_t)number);
    end_cell(s, ',');
}

static void add_findings(struct state *s, const struct source_info *source, const struct activity *row,
                         const struct finding *first)
{
    for (const struct finding *f = first; f; f = f->next) {
        uint64_t line = row ? row->line : f->line;
        add_cell(s, source->source);
        add_cell(s, source->member);
        add_number(s, line != 0, line);
        add_number(s, row != NULL, row ? row->index : 0);
        add_cell(s, row ? row->bib : VIEW(""));
        add_cell(s, view_of(code_table[f->code].name));
        add_cell(s, view_of(severity_names[f->severity]));
        add_cell(s, view_of(field_table[f->field].name));
        add_cell(s, f->value);
        finding_text(&s->text, f);
        end_cell(s, ',');
        if (f->hint)
            hint_text(&s->text, f->hint);
        end_cell(s, ',');
        if (f->waiver)
            waiver_text(&s->text, f->waiver);
        end_cell(s, '\n');
    }
}

static enum status add_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct state *s = output->state;
    add_findings(s, batch->source, NULL, batch->findings);
    for (size_t i = 0; i < batch->row_count; i++)
        if (batch->rows[i].findings)
            add_findings(s, batch->source, &batch->rows[i], batch->rows[i].findings);
    return report_spool_settle(&s->spool, error);
}

static void release(struct output *output)
{
    struct state *s = output->state;
    report_spool_release(&s->spool);
    buffer_release(&s->text);
    buffer_release(&s->scratch);
    memory_free(s);
    output->state = NULL;
}

static enum status close_report(struct output *output, const struct summary *summary, struct error *error)
{
    struct state *s = output->state;
    (void)summary;
    enum status status = report_spool_copy(&s->spool, &s->writer, error);
    return output_end(output, &s->writer, status, release, error);
}

static void abort_report(struct output *output)
{
    struct state *s = output->state;
    output_drop(output, s ? &s->writer : NULL, release);
}

const struct output_ops report_csv_ops = {
    .name = "csv",
    .open = open_report,
    .batch = add_batch,
    .close = close_report,
    .abort = abort_report,
};
