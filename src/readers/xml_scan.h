/* xml_scan: an XML document read from a source in blocks; a table of paths says which elements matter.
 *
 * It is safe against made-up files: no entity is declared, no tag is longer than 1 MiB, nothing is nested deeper than
 * 200, text is cut at 4000 bytes. Names match without their prefix. Used by one thread at a time. */
#ifndef READERS_XML_SCAN_H
#define READERS_XML_SCAN_H

#include <expat.h>

#include "model/findings.h"
#include "readers/xml_encoding.h"

enum { XML_ELSEWHERE = 0, XML_DOCUMENT = 1, XML_IDS = 64 };

enum xml_path_flags {
    XML_TEXT = 1,  /* its text is wanted */
    XML_DEEP = 2,  /* what is in it and not in the table counts as it */
    XML_QUIET = 4, /* the listener need not hear of it */
};

/* An element: its id (2 .. XML_IDS - 1), the id of what it stands in, its name. Several rows may have one id. */
struct xml_path {
    uint8_t id, parent;
    const char *name;
    uint8_t flags;
};

/* What the owner wants to hear. Called within xml_scan_step. */
struct xml_listener {
    const struct xml_path *paths;
    size_t count;
    void (*enter)(void *owner, int id, const char **attributes);
    void (*leave)(void *owner, int id, struct view text); /* the text without blanks around it; lives until return */
};

/* Why the document ended before its end. */
struct xml_trouble {
    enum code code; /* CODE_COUNT: it did not; XML_SYNTAX or INPUT_TRUNCATED */
    uint64_t line;
    char text[160]; /* "the file breaks at line 61: mismatched tag" */
};

struct xml_scan;

/* Reads the source from where it is, decoded as it is. `listener` and `owner` outlive the scan. */
struct xml_scan *xml_scan_new(struct source *source, const struct xml_encoding *encoding,
                              const struct xml_listener *listener, void *owner);
void xml_scan_free(struct xml_scan *scan); /* NULL is fine */

/* Reads a block. False when there is no more. */
bool xml_scan_step(struct xml_scan *scan);

uint64_t xml_scan_line(struct xml_scan *scan); /* of the tag that is being told, from 1 */
const struct xml_trouble *xml_scan_trouble(const struct xml_scan *scan);

/* The attribute of that name, any prefix; NULL when there is none. */
const char *xml_attribute(const char **attributes, const char *name);

/* A name without its prefix. */
const char *xml_local(const char *name);

/* A parser that gets its memory from us and refuses every entity. The caller sets the handlers and frees it. */
XML_Parser xml_parser_new(const char *encoding);

#endif
