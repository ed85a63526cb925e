/* pack_fixture: a folder, an event and rows for the tests of packs. Include behind cmocka.h. */
#ifndef TESTS_PACK_FIXTURE_H
#define TESTS_PACK_FIXTURE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "outputs/output.h"

/* A folder of its own, an event, and what is fed to the output. */
struct fixture {
    char folder[64], path[96];
    struct event event;
    struct source_info source, *sources[1];
    struct summary summary;
    struct batch batch;
    struct output output;
    struct arena arena;
    struct error error;
};

static inline int set_up(void **state)
{
    struct fixture *f = memory_get(sizeof *f);
    strcpy(f->folder, "/tmp/test-pack-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/pack", f->folder);
    event_init(&f->event);
    f->event.name = VIEW("Spring \"Mileage\" Challenge");
    f->event.race_id = 90457;
    f->event.event_id = 1142660;
    f->source = (struct source_info){.source = VIEW("spring.csv")};
    f->sources[0] = &f->source;
    f->summary = (struct summary){.as_of = civil_day(2026, 5, 10), .sources = f->sources, .source_count = 1};
    f->batch.source = &f->source;
    f->output =
        (struct output){.ops = &pack_ops, .options = {.event = &f->event, .path = f->path, .tally_unit = UNIT_MI}};
    *state = f;
    return 0;
}

static inline void remove_all(const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    remove_all(f->folder);
    arena_release(&f->arena);
    batch_release(&f->batch);
    event_release(&f->event);
    memory_free(f);
    return 0;
}

/* A row of 3.1 miles in 31:00. */
static inline struct activity *add_row(struct fixture *f, const char *bib, const char *registration_id)
{
    struct activity *row = batch_add_row(&f->batch);
    row->line = f->batch.row_count + 1;
    row->bib = view_of(bib);
    row->registration_id = view_of(registration_id);
    row->day = civil_day(2026, 5, 1);
    row->distance_mm = 4988966;
    row->elapsed_ms = 1860000;
    row->key = 1000 + f->batch.row_count;
    return row;
}

static inline enum status write_pack(struct fixture *f)
{
    enum status status = pack_ops.open(&f->output, &f->error);
    if (status != STATUS_OK)
        return status;
    status = pack_ops.batch(&f->output, &f->batch, &f->error);
    if (status == STATUS_OK)
        return pack_ops.close(&f->output, &f->summary, &f->error);
    pack_ops.abort(&f->output);
    return status;
}

static inline const char *content(struct fixture *f, const char *name)
{
    char path[256];
    struct view text;
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    assert_int_equal(fileio_read(path, 100000000, &f->arena, &text, &f->error), STATUS_OK);
    return arena_string(&f->arena, text);
}

/* The names in a folder, sorted, with a blank behind each. */
static inline const char *names_in(struct fixture *f, const char *folder)
{
    struct dirent **list;
    int count = scandir(folder, &list, NULL, alphasort);
    assert_true(count >= 0);
    struct buffer names = {0};
    for (int i = 0; i < count; i++) {
        if (list[i]->d_name[0] != '.')
            buffer_format(&names, "%s ", list[i]->d_name);
        free(list[i]);
    }
    free(list);
    const char *text = arena_string(&f->arena, buffer_view(&names));
    buffer_release(&names);
    return text;
}

static inline const char *requests_of(struct fixture *f)
{
    char folder[128];
    snprintf(folder, sizeof folder, "%s/requests", f->path);
    return names_in(f, folder);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
