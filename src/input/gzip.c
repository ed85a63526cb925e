#include "input/gzip.h"

#include <limits.h>
#include <zlib.h>

#include "base/memory.h"

struct gunzip {
    z_stream z;
    enum gunzip_state state;
    bool between;    /* a member has ended and the next has not begun */
    bool any_member; /* at least one has ended */
};

bool gunzip_is_magic(struct view head)
{
    return head.len >= 3 && memcmp(head.at, "\x1F\x8B\x08", 3) == 0;
}

static void *zlib_get(void *opaque, unsigned items, unsigned size)
{
    (void)opaque;
    return memory_get((size_t)items * size);
}

static void zlib_free(void *opaque, void *p)
{
    (void)opaque;
    memory_free(p);
}

struct gunzip *gunzip_new(void)
{
    struct gunzip *g = memory_get(sizeof *g);
    g->z.zalloc = zlib_get;
    g->z.zfree = zlib_free;
    if (inflateInit2(&g->z, 15 + 16) != Z_OK) /* gzip wrapper only; memory cannot run out here */
        g->state = GUNZIP_CORRUPT;
    return g;
}

void gunzip_free(struct gunzip *g)
{
    if (g)
        inflateEnd(&g->z);
    memory_free(g);
}

void gunzip_reset(struct gunzip *g)
{
    inflateReset(&g->z);
    g->state = GUNZIP_GOING;
    g->between = g->any_member = false;
}

enum gunzip_state gunzip_state(const struct gunzip *g)
{
    return g->state;
}

/* Between members: padding zeros are skipped, another member goes on, anything else is trailing garbage. */
static void begin_member(struct gunzip *g, struct view *in, bool in_ended)
{
    while (in->len && in->at[0] == '\0')
        *in = view_skip(*in, 1);
    if (in->len == 0) {
        g->state = in_ended ? GUNZIP_END : GUNZIP_GOING;
        return;
    }
    if ((unsigned char)in->at[0] != 0x1F) {
        g->state = GUNZIP_TRAILING;
        return;
    }
    inflateReset(&g->z);
    g->between = false;
}

static unsigned clamp(size_t n)
{
    return n > UINT_MAX ? UINT_MAX : (unsigned)n;
}

size_t gunzip_step(struct gunzip *g, struct view *in, bool in_ended, char *out, size_t room)
{
    if (g->state == GUNZIP_GOING && g->between)
        begin_member(g, in, in_ended);
    if (g->state != GUNZIP_GOING || g->between)
        return 0;
    g->z.next_in = (Bytef *)(size_t)in->at; /* zlib does not write there */
    g->z.avail_in = clamp(in->len);
    g->z.next_out = (Bytef *)out;
    g->z.avail_out = clamp(room);
    unsigned had_in = g->z.avail_in, had_out = g->z.avail_out;
    int result = inflate(&g->z, Z_NO_FLUSH);
    *in = view_skip(*in, had_in - g->z.avail_in);
    size_t got = had_out - g->z.avail_out;
    if (result == Z_STREAM_END)
        g->between = g->any_member = true;
    else if (result != Z_OK && result != Z_BUF_ERROR)
        g->state = g->any_member && g->z.total_in < 10 ? GUNZIP_TRAILING : GUNZIP_CORRUPT;
    else if (got == 0 && in->len == 0 && in_ended)
        g->state = GUNZIP_TRUNCATED;
    return got;
}
