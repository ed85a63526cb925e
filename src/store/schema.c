#include "store/schema.h"

#include <stdio.h>

/* Of what is posted and answered: the same for a new store and for one that grew up to it. A request belongs to a pack.
 * landed: 1 the API has the activity, 0 it has it not, NULL nobody knows. touched: when the request was sent, in
 * nanoseconds of Unix time: what was saved before says nothing about it. */
#define LOOP_TABLES                                                                                                    \
    "CREATE TABLE pack (\n"                                                                                            \
    "  pack_id    INTEGER PRIMARY KEY,\n"                                                                              \
    "  folder     TEXT NOT NULL,\n"                                                                                    \
    "  temporary  TEXT,\n"                                                                                             \
    "  content    TEXT NOT NULL,\n"                                                                                    \
    "  tally_unit TEXT NOT NULL,\n"                                                                                    \
    "  probe      INTEGER NOT NULL DEFAULT 0 CHECK (probe IN (0, 1)),\n"                                               \
    "  taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back IN (0, 1)),\n"                                          \
    "  as_of      TEXT CHECK (date(as_of, '+0 days') IS as_of)\n"                                                      \
    ") STRICT;\n"                                                                                                      \
    "CREATE TABLE request (\n"                                                                                         \
    "  request_id      INTEGER PRIMARY KEY,\n"                                                                         \
    "  state           TEXT NOT NULL CHECK (state IN ('ready', 'sent', 'confirmed', 'failed', 'unknown')),\n"          \
    "  pack_id         INTEGER NOT NULL REFERENCES pack,\n"                                                            \
    "  file            TEXT NOT NULL,\n"                                                                               \
    "  race_id         INTEGER NOT NULL,\n"                                                                            \
    "  event_id        INTEGER NOT NULL,\n"                                                                            \
    "  participant_key INTEGER NOT NULL,\n"                                                                            \
    "  bib_num         TEXT,\n"                                                                                        \
    "  registration_id TEXT,\n"                                                                                        \
    "  tally_unit      TEXT NOT NULL,\n"                                                                               \
    "  crc32           INTEGER NOT NULL,\n"                                                                            \
    "  touched         INTEGER,\n"                                                                                     \
    "  message         TEXT,\n"                                                                                        \
    "  as_of           TEXT CHECK (date(as_of, '+0 days') IS as_of),\n"                                                \
    "  CHECK (bib_num IS NOT NULL OR registration_id IS NOT NULL),\n"                                                  \
    "  UNIQUE (pack_id, file)\n"                                                                                       \
    ") STRICT;\n"                                                                                                      \
    "CREATE INDEX request_by_participant ON request (participant_key);\n"                                              \
    "CREATE TABLE request_activity (\n"                                                                                \
    "  activity_key INTEGER NOT NULL REFERENCES activity,\n"                                                           \
    "  request_id   INTEGER NOT NULL REFERENCES request,\n"                                                            \
    "  place        INTEGER NOT NULL CHECK (place >= 0),\n"                                                            \
    "  landed       INTEGER CHECK (landed IN (0, 1)),\n"                                                               \
    "  PRIMARY KEY (activity_key, request_id)\n"                                                                       \
    ") STRICT, WITHOUT ROWID;\n"                                                                                       \
    "CREATE INDEX request_activity_by_request ON request_activity (request_id, place);\n"                              \
    "CREATE TABLE receipt (\n"                                                                                         \
    "  receipt_id  INTEGER PRIMARY KEY,\n"                                                                             \
    "  request_id  INTEGER NOT NULL REFERENCES request,\n"                                                             \
    "  file        TEXT NOT NULL,\n"                                                                                   \
    "  http_status INTEGER,\n"                                                                                         \
    "  state       TEXT NOT NULL CHECK (state IN ('sent', 'confirmed', 'failed', 'unknown')),\n"                       \
    "  message     TEXT,\n"                                                                                            \
    "  as_of       TEXT CHECK (date(as_of, '+0 days') IS as_of)\n"                                                     \
    ") STRICT;\n"                                                                                                      \
    "CREATE INDEX receipt_by_request ON receipt (request_id);\n"                                                       \
    "CREATE TABLE read_back (\n"                                                                                       \
    "  participant_key               INTEGER NOT NULL,\n"                                                              \
    "  event_id                      INTEGER NOT NULL,\n"                                                              \
    "  tally_split_num               INTEGER NOT NULL,\n"                                                              \
    "  tally_split_date              TEXT,\n"                                                                          \
    "  result_split_tally_value      INTEGER,\n"                                                                       \
    "  submitted_time_in_ms          INTEGER,\n"                                                                       \
    "  split_elevation_gain_in_mm    INTEGER,\n"                                                                       \
    "  virtual_race_activity_type_id INTEGER,\n"                                                                       \
    "  activity_key                  INTEGER,\n"                                                                       \
    "  verdict                       TEXT NOT NULL CHECK (verdict IN ('confirmed', 'different', 'extra')),\n"          \
    "  message                       TEXT,\n"                                                                          \
    "  PRIMARY KEY (participant_key, event_id, tally_split_num)\n"                                                     \
    ") STRICT, WITHOUT ROWID;\n"                                                                                       \
    "CREATE INDEX read_back_by_activity ON read_back (activity_key);\n"                                                \
    "CREATE TABLE rejected (\n"                                                                                        \
    "  batch_id  INTEGER NOT NULL REFERENCES batch,\n"                                                                 \
    "  source_id INTEGER NOT NULL REFERENCES source,\n"                                                                \
    "  line      INTEGER NOT NULL,\n"                                                                                  \
    "  codes     TEXT NOT NULL,\n"                                                                                     \
    "  reason    TEXT NOT NULL,\n"                                                                                     \
    "  is_new    INTEGER NOT NULL DEFAULT 0 CHECK (is_new IN (0, 1)),\n"                                               \
    "  cured_by  INTEGER REFERENCES batch,\n"                                                                          \
    "  PRIMARY KEY (source_id, line)\n"                                                                                \
    ") STRICT, WITHOUT ROWID;\n"

/* Numbers are exact integers in mm and ms. The tally value is text, so that it stays the decimal that was written.
 * Every row carries its batch, so that an import can be taken back. */
static const char tables[] =
    "CREATE TABLE batch (\n"
    "  batch_id   INTEGER PRIMARY KEY,\n"
    "  command    TEXT NOT NULL,\n"
    "  as_of      TEXT CHECK (date(as_of, '+0 days') IS as_of),\n"
    "  race_id    INTEGER,\n"
    "  event_id   INTEGER,\n"
    "  event_name TEXT,\n"
    "  tally_unit TEXT,\n"
    "  rows       INTEGER NOT NULL DEFAULT 0,\n"
    "  accepted   INTEGER NOT NULL DEFAULT 0,\n"
    "  rejected   INTEGER NOT NULL DEFAULT 0,\n"
    "  skipped    INTEGER NOT NULL DEFAULT 0,\n"
    "  blank      INTEGER NOT NULL DEFAULT 0,\n"
    "  added      INTEGER NOT NULL DEFAULT 0,\n"
    "  undone     INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),\n"
    "  taken_back INTEGER NOT NULL DEFAULT 0,\n"
    "  CHECK (rows = accepted + rejected + skipped + blank)\n"
    ") STRICT;\n"
    "CREATE TABLE source (\n"
    "  source_id INTEGER PRIMARY KEY,\n"
    "  batch_id  INTEGER NOT NULL REFERENCES batch,\n"
    "  source    TEXT NOT NULL,\n"
    "  member    TEXT,\n"
    "  format    TEXT,\n"
    "  profile   TEXT,\n"
    "  encoding  TEXT,\n"
    "  rows      INTEGER NOT NULL,\n"
    "  accepted  INTEGER NOT NULL,\n"
    "  rejected  INTEGER NOT NULL,\n"
    "  skipped   INTEGER NOT NULL,\n"
    "  blank     INTEGER NOT NULL,\n"
    "  CHECK (rows = accepted + rejected + skipped + blank)\n"
    ") STRICT;\n"
    "CREATE TABLE activity (\n"
    "  activity_key                  INTEGER PRIMARY KEY CHECK (activity_key > 0),\n"
    "  batch_id                      INTEGER NOT NULL REFERENCES batch,\n"
    "  source_id                     INTEGER NOT NULL REFERENCES source,\n"
    "  line                          INTEGER CHECK (line > 0),\n"
    "  participant_key               INTEGER NOT NULL,\n"
    "  bib_num                       TEXT CHECK (bib_num <> ''),\n"
    "  registration_id               TEXT CHECK (registration_id <> ''),\n"
    "  tally_split_num               INTEGER,\n"
    "  tally_split_date              TEXT NOT NULL CHECK (date(tally_split_date, '+0 days') IS tally_split_date),\n"
    "  result_split_tally_value      TEXT,\n"
    "  submitted_time_in_ms          INTEGER CHECK (submitted_time_in_ms >= 0),\n"
    "  split_elevation_gain_in_mm    INTEGER,\n"
    "  virtual_race_activity_type_id INTEGER,\n"
    "  tally_split_comment           TEXT,\n"
    "  validated_pace                TEXT NOT NULL CHECK (validated_pace IN ('T', 'F')),\n"
    "  distance_mm                   INTEGER CHECK (distance_mm >= 0),\n"
    "  tally_count                   INTEGER CHECK (tally_count >= 0),\n"
    "  activity_kind                 TEXT NOT NULL,\n"
    "  activity_type                 TEXT,\n"
    "  start_utc                     TEXT CHECK (start_utc LIKE '____-__-__T__:__:__%Z'),\n"
    "  event_id                      INTEGER,\n"
    "  CHECK (distance_mm IS NULL OR tally_count IS NULL)\n"
    ") STRICT;\n"
    "CREATE TABLE finding (\n"
    "  activity_key INTEGER NOT NULL REFERENCES activity,\n"
    "  number       INTEGER NOT NULL CHECK (number > 0),\n"
    "  batch_id     INTEGER NOT NULL REFERENCES batch,\n"
    "  code         TEXT NOT NULL,\n"
    "  severity     TEXT NOT NULL CHECK (severity IN ('warning', 'error')),\n"
    "  field        TEXT,\n"
    "  value        TEXT,\n"
    "  message      TEXT NOT NULL,\n"
    "  PRIMARY KEY (activity_key, number)\n"
    ") STRICT, WITHOUT ROWID;\n";

/* unposted leaves out what stands in a request, whatever became of it, unless the API refused the request, or was seen
 * not to have the activity: only then is it certain that packing it again posts nothing twice. It also leaves out what
 * has a number of the API's, be it that somebody deleted it there since, and what the API has from elsewhere. */
#define UNPOSTED                                                                                                       \
    "CREATE VIEW unposted AS\n"                                                                                        \
    "SELECT * FROM activity AS a\n"                                                                                    \
    "WHERE tally_split_num IS NULL\n"                                                                                  \
    "  AND NOT EXISTS (SELECT 1 FROM read_back AS b WHERE b.activity_key = a.activity_key)\n"                          \
    "  AND NOT EXISTS (SELECT 1 FROM request_activity AS ra JOIN request USING (request_id)\n"                         \
    "    WHERE ra.activity_key = a.activity_key AND state <> 'failed' AND ra.landed IS NOT 0);\n"

#define CLOCK(ms) "printf('%d:%02d:%02d', " ms " / 3600000, " ms " / 60000 % 60, " ms " / 1000 % 60)"

static const char views[] =
    "CREATE VIEW leaderboard AS\n"
    "SELECT rank() OVER (ORDER BY distance_mm DESC, tally_count DESC) AS place, bib_num, registration_id, activities,\n"
    "  active_days, round(distance_mm / 1609344.0, 2) AS miles, round(distance_mm / 1000000.0, 2) AS km, tally_count,\n"
    "  " CLOCK(
        "submitted_time_in_ms") " AS time, distance_mm, submitted_time_in_ms, split_elevation_gain_in_mm,\n"
                                "  last_day\n"
                                "FROM (SELECT max(bib_num) AS bib_num, max(registration_id) AS registration_id, "
                                "count(*) AS activities,\n"
                                "    count(DISTINCT tally_split_date) AS active_days, coalesce(sum(distance_mm), 0) AS "
                                "distance_mm,\n"
                                "    coalesce(sum(tally_count), 0) AS tally_count, coalesce(sum(submitted_time_in_ms), "
                                "0) AS submitted_time_in_ms,\n"
                                "    coalesce(sum(split_elevation_gain_in_mm), 0) AS split_elevation_gain_in_mm, "
                                "max(tally_split_date) AS last_day\n"
                                "  FROM activity WHERE bib_num IS NOT NULL OR registration_id IS NOT NULL GROUP BY "
                                "participant_key)\n"
                                "ORDER BY place, bib_num, registration_id;\n"
                                "CREATE VIEW daily AS\n"
                                "SELECT tally_split_date, activities, participants, round(distance_mm / 1609344.0, 2) "
                                "AS miles,\n"
                                "  round(distance_mm / 1000000.0, 2) AS km, tally_count, " CLOCK(
                                    "submitted_time_in_ms") " AS time, distance_mm,\n"
                                                            "  submitted_time_in_ms\n"
                                                            "FROM (SELECT tally_split_date, count(*) AS activities, "
                                                            "count(DISTINCT participant_key) AS participants,\n"
                                                            "    coalesce(sum(distance_mm), 0) AS distance_mm, "
                                                            "coalesce(sum(tally_count), 0) AS tally_count,\n"
                                                            "    coalesce(sum(submitted_time_in_ms), 0) AS "
                                                            "submitted_time_in_ms\n"
                                                            "  FROM activity GROUP BY tally_split_date)\n"
                                                            "ORDER BY tally_split_date;\n";

/* Version 1 had tables for requests that nothing was ever written to. */
static const char step_to_2[] = "DROP VIEW unposted;\n"
                                "DROP TABLE receipt;\n"
                                "DROP TABLE request_activity;\n"
                                "DROP TABLE request;\n"
                                "ALTER TABLE batch ADD COLUMN taken_back INTEGER NOT NULL DEFAULT 0;\n"
                                "ALTER TABLE activity ADD COLUMN event_id INTEGER;\n" LOOP_TABLES UNPOSTED;

const char *const schema_steps[] = {step_to_2, NULL};

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int set_version(sqlite3 *db, int version)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", version);
    return run(db, sql);
}

int schema_create(sqlite3 *db)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
    int rc = run(db, sql);
    rc = rc ? rc : run(db, tables);
    rc = rc ? rc : run(db, LOOP_TABLES);
    rc = rc ? rc : run(db, views);
    rc = rc ? rc : run(db, UNPOSTED);
    return rc ? rc : set_version(db, SCHEMA_VERSION);
}

int schema_version(sqlite3 *db, int *version)
{
    sqlite3_stmt *query;
    int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &query, NULL);
    if (rc)
        return rc;
    if (sqlite3_step(query) == SQLITE_ROW)
        *version = sqlite3_column_int(query, 0);
    return sqlite3_finalize(query);
}

/* Another process may have taken some of the steps while this one waited for the lock. */
static int take_steps(sqlite3 *db, const char *const *steps)
{
    int version = 0, known = 1, rc = schema_version(db, &version);
    while (steps[known - 1])
        known++;
    for (; !rc && version >= 1 && version < known; version++) {
        rc = run(db, steps[version - 1]);
        rc = rc ? rc : set_version(db, version + 1);
    }
    return rc;
}

int schema_upgrade(sqlite3 *db, const char *const *steps)
{
    int rc = run(db, "BEGIN IMMEDIATE");
    if (rc)
        return rc;
    rc = take_steps(db, steps);
    rc = rc ? rc : run(db, "COMMIT");
    if (rc)
        run(db, "ROLLBACK");
    return rc;
}
