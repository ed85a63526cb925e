/* track_xml: what the readers of GPX and TCX share: the scan, the track that is open, its texts, the ops around them.
 *
 * A reader's state begins with a struct track_xml. Its listener opens and closes tracks; closed ones become rows of the
 * chunk. Used by one thread at a time. */
#ifndef READERS_TRACK_XML_H
#define READERS_TRACK_XML_H

#include "readers/iso_time.h"
#include "readers/track_rows.h"
#include "readers/xml_scan.h"

enum track_text { TRACK_SPORT, TRACK_NAME, TRACK_COMMENT, TRACK_DEVICE, TRACK_TEXTS };

struct track_xml {
    const struct xml_listener *listener;
    void (*complete)(struct track_xml *t,
                     struct track_summary *summary);                 /* what the device said wins over the points */
    void (*describe)(const struct track_xml *t, struct buffer *out); /* what a file without tracks holds */
    struct xml_encoding encoding;
    struct xml_scan *scan;
    bool more;
    struct chunk *chunk; /* while cut runs */
    uint64_t rows;
    bool is_told; /* that the document broke: in a row */
    bool is_open; /* a track is; the rest is about it */
    struct track track;
    struct track_point point;
    uint64_t line;
    int32_t utc_offset_s;
    struct buffer texts[TRACK_TEXTS];
};

/* For the listener. */
void track_xml_begin(struct track_xml *t); /* a track begins at this tag */
void track_xml_end(struct track_xml *t);   /* it ends at this tag: a row */
void track_xml_point(struct track_xml *t); /* t->point begins, empty */
void track_xml_text(struct track_xml *t, enum track_text which,
                    struct view text);                                        /* the first that is not empty stays */
void track_xml_time(struct track_xml *t, struct view text, int64_t *time_ms); /* stays as it is when it is no time */
void track_xml_metres(struct view text, int64_t *mm);                         /* the same */
void track_xml_place(struct track_point *point, struct view lat, struct view lon);

/* The ops. `state` is a reader's own, zeroed but for listener, complete and describe. */
enum status track_xml_open(struct reader *reader, struct track_xml *state, struct batch *notes, struct error *error);
enum status track_xml_start(struct reader *reader, struct error *error);
enum status track_xml_cut(struct reader *reader, struct chunk *chunk, struct error *error);
void track_xml_finish(struct reader *reader, struct batch *notes);
void track_xml_close(struct reader *reader);

/* How sure a format is whose root element is `root` and whose files end in `extension`. */
int track_xml_bid(struct view head, struct view path, const char *root, const char *extension);

#endif
