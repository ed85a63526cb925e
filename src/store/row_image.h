/* row_image: what the store keeps of an accepted row, as a few bytes that can wait in a file for their turn.
 *
 * Only rows that row_image_write wrote are read: the bytes never come from outside. Nothing here fails. */
#ifndef STORE_ROW_IMAGE_H
#define STORE_ROW_IMAGE_H

#include "base/buffer.h"
#include "model/activity.h"
#include "model/event.h"
#include "model/summary.h"
#include "store/row_content.h"

enum row_number {
    ROW_SOURCE, /* the number of the source in the run */
    ROW_LINE,
    ROW_PARTICIPANT,
    ROW_DAY,
    ROW_KIND,
    ROW_DISTANCE,
    ROW_COUNT,
    ROW_TIME,
    ROW_ELEVATION,
    ROW_TYPE_ID,
    ROW_START,
    ROW_VALIDATED,
    ROW_EVENT, /* the event id to post under, where an event map decides it */
    ROW_NUMBERS,
};

enum row_text { ROW_BIB, ROW_REGISTRATION, ROW_TYPE, ROW_COMMENT, ROW_TEXTS };

struct row_image {
    int64_t numbers[ROW_NUMBERS]; /* UNKNOWN: none */
    struct view texts[ROW_TEXTS]; /* empty: none. Views into the bytes */
    struct view findings;         /* for row_image_finding */
};

struct finding_image {
    enum code code;
    enum severity severity;
    enum field field;
    struct view value, message;
};

/* The row and its findings from warning on. A roster fills in the bib or the registration id that is not written. */
void row_image_write(struct buffer *out, const struct activity *row, const struct source_info *source,
                     const struct event *event);

void row_image_read(struct row_image *image, struct view bytes);

/* Cuts the next finding off image->findings; false when there is none. */
bool row_image_finding(struct row_image *image, struct finding_image *finding);

struct row_content row_image_content(const struct row_image *image);

#endif
