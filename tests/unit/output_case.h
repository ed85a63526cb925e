/* output_case: what an output writes for batches made by hand. */
#ifndef TESTS_UNIT_OUTPUT_CASE_H
#define TESTS_UNIT_OUTPUT_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "outputs/output.h"

struct output_case {
    struct output output;
    struct arena arena;
    char path[40];
};

static inline void output_case_open(struct output_case *c, const struct output_ops *ops, struct output_options options)
{
    struct error error = {0};
    *c = (struct output_case){.output = {.ops = ops, .options = options}};
    strcpy(c->path, "/tmp/tallypost-output-XXXXXX");
    int fd = mkstemp(c->path);
    assert_true(fd >= 0);
    close(fd);
    c->output.options.path = c->path;
    assert_int_equal(ops->open(&c->output, &error), STATUS_OK);
}

static inline void output_case_feed(struct output_case *c, const struct batch *batch)
{
    struct error error = {0};
    assert_int_equal(c->output.ops->batch(&c->output, batch, &error), STATUS_OK);
}

/* Closes the output and returns the text it wrote, which lives until output_case_release. */
static inline const char *output_case_text(struct output_case *c, const struct summary *summary)
{
    struct error error = {0};
    struct view text;
    assert_int_equal(c->output.ops->close(&c->output, summary, &error), STATUS_OK);
    assert_int_equal(fileio_read(c->path, 1u << 30, &c->arena, &text, &error), STATUS_OK);
    return arena_string(&c->arena, text);
}

static inline void output_case_release(struct output_case *c)
{
    unlink(c->path);
    arena_release(&c->arena);
}

/* All in one, for one batch; to be released. */
static inline const char *output_case_run(struct output_case *c, const struct output_ops *ops,
                                          struct output_options options, const struct batch *batch,
                                          const struct summary *summary)
{
    output_case_open(c, ops, options);
    output_case_feed(c, batch);
    return output_case_text(c, summary);
}

#endif
