/* The event's window, the day of the check, and how late a row may come. */
#include "base/civil.h"
#include "rules/rule_note.h"

/* The days on which the row could rightly be: in the window and not after the check. */
struct span {
    int32_t first, last;
};

static struct span possible_days(const struct event *event)
{
    struct span span = {event->first_day, event->last_day};
    if (event->as_of != UNKNOWN_DAY && (span.last == UNKNOWN_DAY || span.last > event->as_of))
        span.last = event->as_of;
    if (span.first == UNKNOWN_DAY && span.last != UNKNOWN_DAY)
        span.first = span.last - 366;
    if (span.last == UNKNOWN_DAY && span.first != UNKNOWN_DAY)
        span.last = span.first + 366;
    return span;
}

/* The day of these numbers when it exists and lies in the span, else UNKNOWN_DAY. */
static int32_t day_within(struct span span, int year, int month, int day)
{
    if (!civil_is_valid(year, month, day))
        return UNKNOWN_DAY;
    int32_t found = civil_day(year, month, day);
    return found >= span.first && found <= span.last ? found : UNKNOWN_DAY;
}

static void add_hints(const struct rule_context *context, struct batch *batch, const struct activity *row,
                      struct finding *finding)
{
    struct span span = possible_days(context->event);
    if (span.first == UNKNOWN_DAY)
        return;
    struct civil is = civil_from_day(row->day);
    int from = civil_from_day(span.first).year, to = civil_from_day(span.last).year;
    for (int year = from; year <= to; year++) {
        int32_t day = day_within(span, year, is.month, is.day);
        if (year != is.year && day != UNKNOWN_DAY)
            batch_hint(batch, finding, SLIP_OTHER_YEAR, FIELD_DATE, arg_day(day));
    }
    int32_t swapped = day_within(span, is.year, is.day, is.month);
    if (is.day != is.month && swapped != UNKNOWN_DAY)
        batch_hint(batch, finding, SLIP_DAY_MONTH, FIELD_DATE, arg_day(swapped));
}

/* Notes a day beyond a bound, with its hints. Returns whether that refuses the row. */
static bool refuse(const struct rule_context *context, struct batch *batch, struct activity *row,
                   struct finding *finding, int32_t bound)
{
    if (!finding)
        return false;
    finding->args[0] = arg_day(row->day);
    finding->args[1] = arg_day(bound);
    add_hints(context, batch, row, finding);
    return finding->severity == SEVERITY_ERROR;
}

static void check_future(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    int32_t as_of = context->event->as_of;
    if (as_of == UNKNOWN_DAY || row->day <= as_of)
        return;
    /* On the day after it may be today already, somewhere. */
    enum severity severity = row->day == as_of + 1 ? SEVERITY_WARNING : SEVERITY_ERROR;
    refuse(context, batch, row, rule_note_as(context, batch, row, CODE_DATE_FUTURE, FIELD_DATE, severity), as_of);
}

static void check_late(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    const struct event *event = context->event;
    if (event->as_of == UNKNOWN_DAY)
        return;
    bool is_over = event->submit_until != UNKNOWN_DAY && event->as_of > event->submit_until;
    int64_t age = (int64_t)event->as_of - row->day;
    if (!is_over && (event->max_age_days == UNKNOWN || age <= event->max_age_days))
        return;
    struct finding *f = rule_note(batch, row, CODE_DATE_LATE, FIELD_DATE);
    if (!f)
        return;
    char day[CIVIL_ISO_SIZE], until[CIVIL_ISO_SIZE], as_of[CIVIL_ISO_SIZE];
    civil_iso(day, row->day);
    civil_iso(until, event->submit_until);
    civil_iso(as_of, event->as_of);
    f->args[0] = arg_view(
        is_over ? arena_format(&batch->arena, "%s comes too late: rows were taken until %s, and this check is of %s",
                               day, until, as_of)
                : arena_format(&batch->arena, "%s is %lld days before %s; the event takes at most %lld", day,
                               (long long)age, as_of, (long long)event->max_age_days));
}

static void check(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    const struct event *event = context->event;
    if (row->day == UNKNOWN_DAY)
        return;
    bool is_before = event->first_day != UNKNOWN_DAY && row->day < event->first_day;
    bool is_after = event->last_day != UNKNOWN_DAY && row->day > event->last_day;
    bool refused = false;
    if (is_before)
        refused =
            refuse(context, batch, row, rule_note(batch, row, CODE_DATE_BEFORE_WINDOW, FIELD_DATE), event->first_day);
    else if (is_after)
        refused =
            refuse(context, batch, row, rule_note(batch, row, CODE_DATE_AFTER_WINDOW, FIELD_DATE), event->last_day);
    if (!refused)
        check_future(context, batch, row);
    if (!is_before && !is_after)
        check_late(context, batch, row);
}

const struct row_rule_ops rule_window_ops = {.name = "window", .check = check};
