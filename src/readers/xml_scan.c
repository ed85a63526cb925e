#include "readers/xml_scan.h"

#include <assert.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { BLOCK = 32 * 1024, MAX_TAG = 1024 * 1024, MAX_DEPTH = 200, MAX_TEXT = 4000 };

/* A row of the table of paths, made ready: the children of an id are a chain. */
struct node {
    const char *name;
    size_t len;
    uint8_t id, next; /* index into nodes, from 1; 0 is none */
};

struct xml_scan {
    struct source *source;
    const struct xml_listener *listener;
    void *owner;
    XML_Parser parser;
    struct node nodes[XML_IDS * 2];
    uint8_t first[XML_IDS], flags[XML_IDS]; /* by id */
    int depth;
    uint8_t ids[MAX_DEPTH + 1]; /* of the open elements */
    bool collecting, started;
    bool rooted, ended; /* the root element began, ended */
    size_t text_len;
    char text[MAX_TEXT];
    uint64_t skipped_lines; /* before the document */
    int64_t fed;            /* bytes given to the parser */
    const char *stopped;    /* why we did */
    struct xml_trouble trouble;
};

/* ---- what is shared with workbooks ---- */

const char *xml_local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(xml_local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

/* Not zeroed: expat's buffers are large, and filled before they are read. */
static void *get_memory(size_t size)
{
    return memory_resize(NULL, size);
}

XML_Parser xml_parser_new(const char *encoding)
{
    static const XML_Memory_Handling_Suite memory = {get_memory, memory_resize, memory_free};
    return XML_ParserCreate_MM(encoding, &memory, NULL);
}

/* ---- paths ---- */

static void add_paths(struct xml_scan *s)
{
    const struct xml_listener *listener = s->listener;
    assert(listener->count < sizeof s->nodes / sizeof *s->nodes);
    for (size_t i = listener->count; i-- > 0;) { /* from the end: the first row is the first of its chain */
        const struct xml_path *path = &listener->paths[i];
        s->nodes[i + 1] = (struct node){path->name, strlen(path->name), path->id, s->first[path->parent]};
        s->first[path->parent] = (uint8_t)(i + 1);
        s->flags[path->id] |= path->flags;
    }
}

static uint8_t find(const struct xml_scan *s, uint8_t parent, const char *name, size_t len)
{
    for (const struct node *n = &s->nodes[s->first[parent]]; n->id; n = &s->nodes[n->next])
        if (n->len == len && n->name[0] == name[0] && memcmp(n->name, name, len) == 0)
            return n->id;
    return XML_ELSEWHERE;
}

static uint8_t child_of(const struct xml_scan *s, uint8_t parent, const char *name)
{
    if (!s->first[parent])
        return s->flags[parent] & XML_DEEP ? parent : XML_ELSEWHERE;
    size_t len = strlen(name);
    uint8_t id = find(s, parent, name, len);
    const char *colon = id ? NULL : memchr(name, ':', len);
    if (colon)
        id = find(s, parent, colon + 1, (size_t)(name + len - colon - 1));
    return id || !(s->flags[parent] & XML_DEEP) ? id : parent;
}

/* ---- what expat tells ---- */

static void stop(struct xml_scan *s, const char *why)
{
    s->stopped = why;
    XML_StopParser(s->parser, XML_FALSE);
}

static void on_text(void *data, const char *text, int len)
{
    struct xml_scan *s = data;
    size_t room = MAX_TEXT - s->text_len, n = (size_t)len < room ? (size_t)len : room;
    memcpy(s->text + s->text_len, text, n);
    s->text_len += n;
}

/* Text between elements, mostly blanks to indent them, is not asked for. */
static void collect(struct xml_scan *s)
{
    bool wanted = s->flags[s->ids[s->depth]] & XML_TEXT;
    if (wanted == s->collecting)
        return;
    s->collecting = wanted;
    XML_SetCharacterDataHandler(s->parser, wanted ? on_text : NULL);
}

static void on_start(void *data, const char *name, const char **attributes)
{
    struct xml_scan *s = data;
    if (s->depth == MAX_DEPTH)
        stop(s, "elements are nested too deeply");
    if (s->stopped) /* expat may still tell of the end of an empty element */
        return;
    uint8_t id = child_of(s, s->ids[s->depth], name);
    s->ids[++s->depth] = id;
    s->rooted = true;
    if (s->flags[id] & XML_TEXT)
        s->text_len = 0;
    collect(s);
    if (id && !(s->flags[id] & XML_QUIET))
        s->listener->enter(s->owner, id, attributes);
}

static struct view text_of(const struct xml_scan *s)
{
    struct view text = {s->text, s->text_len};
    if (text.len == MAX_TEXT)
        text.len = utf8_valid_until(text, true);
    while (text.len && (unsigned char)text.at[0] <= ' ')
        text = view_skip(text, 1);
    while (text.len && (unsigned char)text.at[text.len - 1] <= ' ')
        text.len--;
    return text;
}

static void on_end(void *data, const char *name)
{
    struct xml_scan *s = data;
    (void)name;
    if (s->stopped)
        return;
    uint8_t id = s->ids[s->depth--];
    s->ended = s->depth == 0;
    if (id && !(s->flags[id] & XML_QUIET))
        s->listener->leave(s->owner, id, s->flags[id] & XML_TEXT ? text_of(s) : (struct view){"", 0});
    collect(s);
}

static void on_entity(void *data, const char *name, int is_parameter, const char *value, int length, const char *base,
                      const char *system, const char *public, const char *notation)
{
    (void)name, (void)is_parameter, (void)value, (void)length, (void)base, (void)system, (void)public, (void)notation;
    stop(data, "it declares entities, which no app does");
}

/* ---- the scan ---- */

struct xml_scan *xml_scan_new(struct source *source, const struct xml_encoding *encoding,
                              const struct xml_listener *listener, void *owner)
{
    struct xml_scan *s = memory_get(sizeof *s);
    s->source = source;
    s->listener = listener;
    s->owner = owner;
    s->trouble.code = CODE_COUNT;
    s->ids[0] = XML_DOCUMENT;
    add_paths(s);
    s->parser = xml_parser_new(encoding->declared ? NULL : "UTF-8");
    XML_SetUserData(s->parser, s);
    XML_SetElementHandler(s->parser, on_start, on_end);
    XML_SetEntityDeclHandler(s->parser, on_entity);
    XML_SetUnknownEncodingHandler(s->parser, xml_encoding_unknown, NULL);
    return s;
}

void xml_scan_free(struct xml_scan *s)
{
    if (!s)
        return;
    XML_ParserFree(s->parser);
    memory_free(s);
}

uint64_t xml_scan_line(struct xml_scan *s)
{
    return s->skipped_lines + XML_GetCurrentLineNumber(s->parser);
}

/* Blanks before the XML declaration, which some apps write, are not well-formed but harmless. */
static size_t skip_blanks(struct xml_scan *s, char *block, size_t len)
{
    size_t blanks = 0;
    for (; blanks < len && (unsigned char)block[blanks] <= ' '; blanks++)
        s->skipped_lines += block[blanks] == '\n';
    memmove(block, block + blanks, len - blanks);
    s->started = blanks < len;
    return len - blanks;
}

/* What expat calls it, in plainer words where there are some. */
static const char *reason_of(enum XML_Error error, bool ended)
{
    if (ended)
        return "more follows after the end of the document";
    return error == XML_ERROR_INVALID_TOKEN ? "a character that does not belong there" : XML_ErrorString(error);
}

static void note_trouble(struct xml_scan *s, bool at_end)
{
    enum XML_Error error = XML_GetErrorCode(s->parser);
    struct xml_trouble *t = &s->trouble;
    bool cut_off = at_end && (error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
                              error == XML_ERROR_PARTIAL_CHAR || error == XML_ERROR_UNCLOSED_CDATA_SECTION);
    unsigned long long line = xml_scan_line(s);
    t->line = line;
    t->code = cut_off && s->rooted ? CODE_INPUT_TRUNCATED : CODE_XML_SYNTAX;
    if (s->stopped)
        snprintf(t->text, sizeof t->text, "the file was read to line %llu: %s", line, s->stopped);
    else if (cut_off && !s->rooted)
        snprintf(t->text, sizeof t->text, "there is no element in the file");
    else if (cut_off)
        snprintf(t->text, sizeof t->text, "the file ends in line %llu, before its last element does", line);
    else
        snprintf(t->text, sizeof t->text, "the file breaks at line %llu: %s", line, reason_of(error, s->ended));
}

/* Bytes of zero behind the document are what a file system leaves after a crash, no data. */
static bool is_padding(const struct xml_scan *s, const char *block, size_t len)
{
    int64_t at = XML_GetCurrentByteIndex(s->parser) - (s->fed - (int64_t)len);
    return s->ended && !s->stopped && at >= 0 && at < (int64_t)len && block[at] == '\0';
}

bool xml_scan_step(struct xml_scan *s)
{
    char *block = XML_GetBuffer(s->parser, BLOCK);
    if (!block)
        memory_exhausted();
    size_t len = source_read(s->source, block, BLOCK);
    bool at_end = len == 0;
    if (!s->started)
        len = skip_blanks(s, block, len);
    s->fed += (int64_t)len;
    if (XML_ParseBuffer(s->parser, (int)len, at_end) != XML_STATUS_OK) {
        if (XML_GetErrorCode(s->parser) == XML_ERROR_NO_MEMORY)
            memory_exhausted();
        if (!is_padding(s, block, len))
            note_trouble(s, at_end);
        return false;
    }
    if (!at_end && s->fed - XML_GetCurrentByteIndex(s->parser) > MAX_TAG) {
        s->stopped = "a tag or comment is longer than 1 MiB";
        note_trouble(s, false);
        return false;
    }
    return !at_end;
}

const struct xml_trouble *xml_scan_trouble(const struct xml_scan *s)
{
    return &s->trouble;
}
