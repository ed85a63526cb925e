/* origins: where the bytes of the inputs lie: each file, standard input, each file of a folder, each member of a zip
 * archive, also of archives within archives, in the order in which they are read.
 *
 * Files of a folder are sorted; members come in the order of the archive. Hidden ones are skipped, links are not
 * followed out of a folder. A log with its tracks beside it comes before them, whatever the order. Const once made. */
#ifndef INPUT_ORIGINS_H
#define INPUT_ORIGINS_H

#include "input/archive.h"
#include "model/findings.h"

/* What is too much, in real bytes and numbers, for archives that were made to be small and to become large. */
struct input_limits {
    uint64_t bytes;   /* unpacked, of one input and of all together; 0: the default */
    uint64_t members; /* of all archives together; 0: the default */
};

enum { ARCHIVE_DEPTH = 3 };

extern const struct input_limits default_limits;

struct origin {
    const char *path;   /* the file given, or found in a folder given; "-" */
    const char *member; /* "activities/1.fit.gz", "inner.zip/1.gpx"; NULL for a file that is no archive */
    const char *name;   /* both, as "export.zip/activities/1.fit.gz" */
    int descriptor;     /* a copy of what cannot be rewound, -1: open the path */
    struct archive *archive;
    uint64_t index;        /* of the member in its archive */
    uint64_t size, packed; /* bytes, as the file system or the archive says */
    bool is_log;           /* found, and by its name a log that names the files of its tracks */
    uint32_t group;        /* the folder or archive it was found in, from 1; 0: named by the user itself */
    enum code trouble;     /* why it cannot be read, CODE_COUNT: nothing is known against it */
    bool is_unreadable;    /* trouble of the world: `why` is all of the message */
    struct view why;
};

struct origins {
    struct origin *at;
    size_t count, capacity;
    uint32_t groups;
    /* the rest is its own */
    struct input_limits limits;
    struct arena arena;
    struct archive_pool *pool;
    struct archive **archives;
    size_t archive_count, archive_capacity;
    int *descriptors;
    size_t descriptor_count, descriptor_capacity;
    uint64_t members;
    uint64_t copied;  /* bytes of archives within archives */
    uint32_t *sorted; /* by group and name; made by origins_finish */
};

void origins_init(struct origins *origins, struct input_limits limits);
void origins_release(struct origins *origins);

/* Adds what that argument of the command line names. STATUS_USAGE: a folder without files. STATUS_IO: a folder cannot
 * be read, or standard input. A file that does not exist is added too: opening it says what is wrong. */
enum status origins_add(struct origins *origins, const char *input, struct error *error);

/* Once all are added: makes origins_find work. */
void origins_finish(struct origins *origins);

/* The origin of that name in the group ("activities/1.fit.gz", seen from the folder of `from`), or NULL. */
const struct origin *origins_find(const struct origins *origins, const struct origin *from, struct view name);

/* The last part of its name: "1.fit.gz". */
struct view origin_file_name(const struct origin *origin);

#endif
