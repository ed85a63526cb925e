/* pack_manifest: manifest.json, what is in a pack and where it came from.
 *
 * Everything is added to a buffer that the caller writes away; nothing here fails. Each request begins on a line of its
 * own, with the fields that post.sh reads in a fixed order: change the two together. */
#ifndef OUTPUTS_PACK_MANIFEST_H
#define OUTPUTS_PACK_MANIFEST_H

#include "outputs/pack_people.h"
#include "outputs/pack_totals.h"

struct pack_request {
    const struct pack_person *person;
    struct view name; /* of its file in "requests" */
    uint64_t activities;
    uint64_t bytes;
    uint32_t crc32, cksum;
};

/* "0001-bib-42.json": letters, digits, "-" and "_" whatever the bib holds, with a NUL behind. Sorted by name the files
 * are in the order of their numbers when `width` digits are enough for all. */
void pack_manifest_name(struct buffer *out, uint64_t number, int width, const struct pack_person *person);

/* What tells the pack from others. */
struct pack_identity {
    int64_t number; /* of the store's packs; 0: it is of no store */
    uint64_t content;
    bool is_probe;
};

enum { PACK_CONTENT_SIZE = 17 };
void pack_manifest_content(char out[static PACK_CONTENT_SIZE], uint64_t content); /* 16 hexadecimal digits and NUL */

void pack_manifest_begin(struct buffer *out, const struct pack_totals *totals, const struct pack_identity *identity);
/* The request without its rows; `is_first` in the manifest. */
void pack_manifest_add_request(struct buffer *out, const struct pack_totals *totals, const struct pack_request *request,
                               bool is_first);
/* Rows go behind their request; `is_first` of the request. */
void pack_manifest_add_row(struct buffer *out, const struct source_info *source, const struct pack_row *row,
                           bool is_first);
void pack_manifest_end_request(struct buffer *out);
void pack_manifest_end(struct buffer *out);

#endif
