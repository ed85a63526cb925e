#include "run/tally.h"

static void count_findings(struct summary *summary, struct source_info *source, const struct finding *first)
{
    for (const struct finding *f = first; f; f = f->next) {
        source->by_code[f->code]++;
        summary->by_code[f->code]++;
        if (f->waiver)
            summary->waiver_uses[f->waiver->number]++;
    }
}

static void count_row(struct books *books, const struct activity *row)
{
    books->accepted += row->verdict == VERDICT_ACCEPTED;
    books->rejected += row->verdict == VERDICT_REJECTED;
    books->skipped += row->verdict == VERDICT_SKIPPED;
}

void tally_batch(struct summary *summary, const struct batch *batch)
{
    struct source_info *source = batch->source;
    source->books.rows += batch->row_count + batch->blank;
    summary->totals.rows += batch->row_count + batch->blank;
    source->books.blank += batch->blank;
    source->tracks += batch->tracks;
    summary->totals.blank += batch->blank;
    count_findings(summary, source, batch->findings);
    for (const struct finding *f = batch->findings; f; f = f->next)
        summary->source_errors += f->severity == SEVERITY_ERROR;
    for (size_t i = 0; i < batch->row_count; i++) {
        const struct activity *row = &batch->rows[i];
        count_row(&source->books, row);
        count_row(&summary->totals, row);
        count_findings(summary, source, row->findings);
        if (row->verdict != VERDICT_ACCEPTED)
            continue;
        summary->distance_mm += row->distance_mm != UNKNOWN ? row->distance_mm : 0;
        summary->elapsed_ms += row->elapsed_ms != UNKNOWN ? row->elapsed_ms : 0;
    }
}

static bool balances(const struct books *b)
{
    return b->rows == b->accepted + b->rejected + b->skipped + b->blank;
}

enum status tally_check(const struct summary *summary, struct error *error)
{
    bool good = balances(&summary->totals);
    uint64_t rows = 0;
    for (size_t i = 0; i < summary->source_count; i++) {
        good = good && balances(&summary->sources[i]->books);
        rows += summary->sources[i]->books.rows;
    }
    if (good && rows == summary->totals.rows)
        return STATUS_OK;
    return error_set(
        error, STATUS_REFUSED,
        "the books do not balance: %llu rows, %llu accepted, %llu rejected, %llu skipped, %llu blank; please report "
        "this with the input",
        (unsigned long long)summary->totals.rows, (unsigned long long)summary->totals.accepted,
        (unsigned long long)summary->totals.rejected, (unsigned long long)summary->totals.skipped,
        (unsigned long long)summary->totals.blank);
}
