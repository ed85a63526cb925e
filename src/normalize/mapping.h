/* mapping: which column is what, and how its cells are to be read. Const once the columns are decided. */
#ifndef NORMALIZE_MAPPING_H
#define NORMALIZE_MAPPING_H

#include "model/batch.h"
#include "model/event.h"
#include "model/record.h"
#include "normalize/profile.h"

/* A column that an option names: --map FIELD=COLUMN (a header, or its number from 1). */
struct map_option {
    enum field field;
    struct view column;
};

/* What the user said about how to read. Zeroed: nothing. */
struct reading_options {
    struct map_option *maps;
    size_t map_count;
    enum unit distance_unit, elevation_unit;
    enum date_order date_order;
    bool take_moving;                 /* --time moving: moving time is what counts, where there is one */
    struct view bib, registration_id; /* for rows that have none */
    struct view track_file;           /* the name of the file of a recorded track; empty for tables */
    bool fix_safe;                    /* --fix safe: what the whole column proves is mended */
    bool zone_known;                  /* zone_use was called: UTC times become local days */
};

/* What --fix safe mends, and the words for why; zeroed: nothing. */
struct column_fixes {
    enum unit unit; /* of bare distances, in place of the mapping's */
    bool minutes;   /* h:mm:00 is m:ss that a spreadsheet took for hours and minutes */
    struct view unit_why, minutes_why;
    struct view told_unit_why, told_clock_why; /* decided anyway: with --fix safe that is told of each row too */
};

/* A column whose header names a field as well as that of the column which was taken. */
struct mapping_rival {
    enum field field;
    int column;
    struct view name;         /* its header */
    enum unit own_unit, unit; /* that the two headers name */
    enum time_unit own_time_unit, time_unit;
};

enum { MAPPING_RIVALS = 8 };

struct mapping {
    const struct event *event;
    const struct reading_options *options;
    const struct profile *profile;  /* NULL: headers were read by their words */
    struct view names[FIELD_COUNT]; /* the header of the field's column */
    int column[FIELD_COUNT];        /* -1: there is none */
    int second_time;                /* the column that counts where the time is empty or zero; -1 */
    const char *why[FIELD_COUNT];   /* "option", "profile", "header" */
    uint32_t column_count;          /* of the table */
    int last_column;                /* the highest that is used */
    int time_columns[4];            /* whose headers mean a time, whatever their cells hold; -1 behind the last */
    bool delimited;                 /* rows can have too few or too many cells */
    enum unit distance_unit, elevation_unit; /* of bare numbers */
    enum unit pace_unit;                     /* a pace column's header says per km or per mi */
    const char *distance_unit_from;          /* "option", "header", "profile", "event file"; NULL: nobody knows */
    enum time_unit time_unit, moving_unit;
    enum clock_style clock; /* how clock-like times are to be read */
    enum number_style numbers;
    enum date_order date_order; /* UNKNOWN: slashed dates cannot be read */
    bool date_conflict;         /* UNKNOWN because rows prove both orders */
    bool dates_utc;
    bool dates_local; /* whatever zone is written behind them */
    struct column_fixes fixes;
    struct mapping_rival rivals[MAPPING_RIVALS];
    size_t rival_count;
    struct view lacking[FIELD_COUNT]; /* what to say in rows that lack the field: which option may name its column */
    bool whole;                       /* the survey saw every row: nothing can be new */
    bool slashed_dates;               /* the survey saw dates whose order had to be decided */
};

/* Decides the columns of a table from options, profile and header words. Fills `info` (one per column, in the arena).
 * STATUS_USAGE: an option names a column that is not there. STATUS_REFUSED: nothing in the table is date, distance or
 * time; a finding in `notes` says what was found. */
enum status mapping_build(struct mapping *mapping, const struct profiles *profiles,
                          const struct reading_options *options, const struct event *event, const struct table *table,
                          struct column_info *info, struct batch *notes, struct error *error);

/* How well these names fit a header: how many are known to any profile or alias; more when one is a date, much more
 * when they are a known export's. For the reader's search of the header line. */
uint32_t mapping_known_names(const void *profiles, const struct view *names, uint32_t count);

static inline bool mapping_has(const struct mapping *m, enum field field)
{
    return m->column[field] >= 0;
}

/* A table without a date column whose "time" holds dates with clock times: that column is the date, and the next one
 * that means a time takes its place. */
void mapping_take_as_date(struct mapping *mapping, int column, const struct profiles *profiles,
                          const struct table *table, struct column_info *info);

/* A duration that may be minutes and seconds which a spreadsheet took for hours and minutes. */
static inline bool mapping_is_resaved(int64_t ms)
{
    return ms >= 24 * 3600000 && ms % 60000 == 0;
}

/* The date stands in three columns. */
static inline bool mapping_has_split_date(const struct mapping *m)
{
    return mapping_has(m, FIELD_YEAR) && mapping_has(m, FIELD_MONTH) && mapping_has(m, FIELD_DAY);
}

#endif
