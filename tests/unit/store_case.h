/* store_case: a folder for a store, an event, a source, and rows to put in; and answers of the file to SQL, as text. */
#ifndef TESTS_STORE_CASE_H
#define TESTS_STORE_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "base/hash.h"
#include "model/batch.h"
#include "model/row_key.h"
#include "store/store.h"

struct store_case {
    char folder[64];
    struct event event;
    struct source_info source;
    struct source_info *sources[1];
    struct summary summary;
    struct batch batch;
    struct arena arena;
    struct buffer answer;
    struct error error;
};

static inline int store_case_open(void **state)
{
    struct store_case *c = memory_get(sizeof *c);
    *state = c;
    event_init(&c->event);
    c->event.as_of = civil_day(2026, 7, 1);
    c->source = (struct source_info){.source = VIEW("spring.csv"), .format = VIEW("csv"), .encoding = VIEW("UTF-8")};
    c->sources[0] = &c->source;
    c->summary = (struct summary){.sources = c->sources, .source_count = 1};
    strcpy(c->folder, "/tmp/test_store-XXXXXX");
    return mkdtemp(c->folder) && chdir(c->folder) == 0 ? 0 : -1;
}

static inline int store_case_close(void **state)
{
    struct store_case *c = *state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", c->folder);
    bool gone = chdir("/") == 0 && system(command) == 0;
    event_release(&c->event);
    batch_release(&c->batch);
    arena_release(&c->arena);
    buffer_release(&c->answer);
    memory_free(c);
    return gone ? 0 : -1;
}

/* The key as the rules compute it. */
static inline void store_case_key(const struct store_case *c, struct activity *row)
{
    row->key = row_key_number(row_key_content(row_key_participant(c->event.roster, row), row), 0);
}

/* Row number i from 0: no two are the same activity. */
static inline struct activity store_case_row(const struct store_case *c, int i)
{
    static const char *const bibs[] = {"7", "0042", "A12", "1001"};
    struct activity row = activity_empty;
    row.line = (uint64_t)i + 2;
    row.bib = view_of(bibs[i % 4]);
    row.day = civil_day(2026, 5, 1) + i / 4 % 60;
    row.kind = i % 3 ? KIND_RUN : KIND_WALK;
    row.distance_mm = 1609344 + i;
    row.elapsed_ms = 600000 + i * 7;
    row.comment = i % 5 ? VIEW("Night walk, then easy miles") : VIEW("");
    row.validated_pace = i % 2;
    store_case_key(c, &row);
    return row;
}

#define EXPECT_OK(c, call)                                                                                             \
    do {                                                                                                               \
        if ((call) != STATUS_OK)                                                                                       \
            fail_msg("%s", (c)->error.text);                                                                           \
    } while (0)

/* What a whole import does with rows from..to: asks, adds what is not there, commits. Returns the batch, 0 for none;
 * *known counts those that were there. */
static inline int64_t store_case_import(struct store_case *c, struct store *store, int from, int to, int *known)
{
    int64_t batch_id = -1;
    struct view where;
    *known = 0;
    EXPECT_OK(c, store_begin(store, &c->event, UNIT_MI, "import", &c->error));
    for (int i = from; i < to; i++) {
        struct activity row = store_case_row(c, i);
        store_expect(store, row.key);
        if (store_has(store, &row, &c->arena, &where))
            ++*known;
        else
            EXPECT_OK(c, store_add(store, &c->source, &row, &c->error));
    }
    c->source.books = (struct books){
        .rows = (uint64_t)(to - from), .accepted = (uint64_t)(to - from - *known), .skipped = (uint64_t)*known};
    c->summary.totals = c->source.books;
    EXPECT_OK(c, store_commit(store, &c->summary, &batch_id, &c->error));
    return batch_id;
}

/* Opens, imports rows from..to, closes: how many were known. */
static inline int store_case_fill(struct store_case *c, const char *path, int from, int to)
{
    struct store *store;
    int known;
    EXPECT_OK(c, store_open(&store, path, STORE_WRITE, &c->error));
    store_case_import(c, store, from, to, &known);
    store_close(store);
    return known;
}

/* Rows joined by newlines, columns by "|", "~" for NULL; or the error message. Through a connection of its own. */
static inline const char *store_case_ask(struct store_case *c, const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st = NULL;
    buffer_reset(&c->answer);
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    for (int rc = SQLITE_OK; !rc && *sql; rc = sqlite3_finalize(st)) {
        rc = sqlite3_prepare_v2(db, sql, -1, &st, &sql);
        while (!rc && st && sqlite3_step(st) == SQLITE_ROW) {
            if (c->answer.len)
                buffer_add_char(&c->answer, '\n');
            for (int i = 0; i < sqlite3_column_count(st); i++) {
                const char *text = (const char *)sqlite3_column_text(st, i);
                buffer_format(&c->answer, "%s%s", i ? "|" : "", text ? text : "~");
            }
        }
        while (*sql == ' ' || *sql == '\n')
            sql++;
    }
    if (sqlite3_errcode(db) != SQLITE_OK)
        buffer_format(&c->answer, "error: %s", sqlite3_errmsg(db));
    sqlite3_close(db);
    return buffer_string(&c->answer);
}

#define EXPECT_ANSWER(c, path, sql, expected) assert_string_equal(store_case_ask(c, path, sql), expected)

/* Every page, check, type and NOT NULL of the file, and the references. */
static inline void store_case_sound(struct store_case *c, const char *path)
{
    EXPECT_ANSWER(c, path, "PRAGMA integrity_check; PRAGMA foreign_key_check", "ok");
}

/* A fingerprint of the bytes of all files here, their names included. */
static inline uint64_t store_case_folder_hash(struct store_case *c)
{
    uint64_t sum = 0;
    DIR *dir = opendir(".");
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct view text = VIEW("");
        if (entry->d_type == DT_REG)
            EXPECT_OK(c, fileio_read(entry->d_name, 1u << 30, &c->arena, &text, &c->error));
        sum += hash_mix(hash_view(view_of(entry->d_name)), hash_view(text));
    }
    closedir(dir);
    return sum;
}

static inline int store_case_files(void)
{
    int count = -2; /* . and .. */
    DIR *dir = opendir(".");
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

#endif
