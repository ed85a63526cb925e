#include "readers/xlsx_book.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "readers/xml_scan.h"
#include "input/zip_open.h"

/* Bounds far beyond what a spreadsheet writes, for files that are made to be small and to become large. */
enum {
    PIECE = 16 * 1024,
    MAX_TAG = 1024 * 1024, /* bytes of a tag or comment */
    MAX_DEPTH = 200,
    MAX_SHEETS = 1000,
    MAX_STYLES = 1 << 16,
    MAX_FORMAT_ID = 4096,
    MAX_NAME = 1000,      /* bytes of a name or number format */
    MAX_TEXT = 64 * 1024, /* bytes of one shared text */
    MAX_TEXT_BYTES = 512 * 1024 * 1024
};

struct sheet {
    struct view name, relation, path;
};

struct xlsx_book {
    struct arena arena;
    zip_t *zip;
    const struct zip_reading *reading;
    bool epoch_1904;
    uint64_t bytes_read; /* of all parts so far, inflated */
    struct sheet *sheets;
    size_t sheet_count, sheet_capacity;
    struct view *texts;
    size_t text_count, text_capacity, text_bytes;
    struct view *codes; /* number formats by id, those that the file defines */
    size_t code_capacity;
    enum xlsx_format *formats; /* by style */
    size_t format_count, format_capacity;
};

struct xlsx_part {
    zip_file_t *file;
    XML_Parser parser;
    const char *name;
    struct xlsx_book *book;
    int64_t fed; /* bytes given to the parser */
    char piece[PIECE];
};

/* ---- parts ---- */

void xlsx_enter(void *parser, int *depth)
{
    if (++*depth > MAX_DEPTH)
        XML_StopParser(parser, XML_FALSE);
}

static void refuse_doctype(void *parser, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    XML_StopParser(parser, XML_FALSE);
}

static enum status part_open(struct xlsx_part **out, struct xlsx_book *book, const char *name, struct error *error)
{
    zip_file_t *file = zip_fopen(book->zip, name, 0);
    if (!file)
        return error_set(error, zip_open_status(zip_get_error(book->zip), book->reading),
                         "the workbook's part %s cannot be read: %s", name, zip_strerror(book->zip));
    struct xlsx_part *part = memory_get(sizeof *part);
    part->file = file;
    part->book = book;
    part->name = name;
    part->parser = xml_parser_new(NULL);
    XML_UseParserAsHandlerArg(part->parser); /* handlers can stop it; what they work with is its user data */
    XML_SetStartDoctypeDeclHandler(part->parser, refuse_doctype);
    *out = part;
    return STATUS_OK;
}

XML_Parser xlsx_part_parser(struct xlsx_part *part)
{
    return part->parser;
}

enum status xlsx_part_step(struct xlsx_part *part, bool *more, struct error *error)
{
    zip_int64_t got = zip_fread(part->file, part->piece, sizeof part->piece);
    if (got < 0)
        return error_set(error, zip_open_status(zip_file_get_error(part->file), part->book->reading),
                         "the workbook's part %s is damaged: %s", part->name, zip_file_strerror(part->file));
    *more = got != 0;
    part->fed += got;
    part->book->bytes_read += (uint64_t)got;
    bool good = XML_Parse(part->parser, part->piece, (int)got, got == 0) == XML_STATUS_OK;
    if (good && *more && part->fed - XML_GetCurrentByteIndex(part->parser) > MAX_TAG)
        return error_set(error, STATUS_REFUSED, "the workbook's part %s has a tag of more than %d bytes", part->name,
                         MAX_TAG);
    if (good)
        return STATUS_OK;
    return error_set(error, STATUS_REFUSED, "the workbook's part %s is not well-formed: %s", part->name,
                     XML_ErrorString(XML_GetErrorCode(part->parser)));
}

void xlsx_part_close(struct xlsx_part *part)
{
    if (!part)
        return;
    XML_ParserFree(part->parser);
    zip_fclose(part->file);
    memory_free(part);
}

/* What a part's handlers work with: expat hands the parser over, its user data is this. */
struct reading {
    struct xlsx_book *book;
    struct buffer text;
    int depth;
    bool in_text, in_phonetic, in_cell_formats;
};

static struct reading *reading_of(void *parser)
{
    return XML_GetUserData((XML_Parser)parser);
}

/* Parses a whole part. A part that is not there is fine when `optional`. */
static enum status parse_part(struct xlsx_book *book, const char *name, XML_StartElementHandler start,
                              XML_EndElementHandler end, XML_CharacterDataHandler text, bool optional,
                              struct error *error)
{
    struct xlsx_part *part;
    struct reading reading = {.book = book};
    bool more = true;
    if (optional && zip_name_locate(book->zip, name, 0) < 0) {
        zip_open_status(zip_get_error(book->zip),
                        book->reading); /* whether it is not there, or there was no memory to look */
        return STATUS_OK;
    }
    enum status status = part_open(&part, book, name, error);
    if (status != STATUS_OK)
        return status;
    XML_SetUserData(part->parser, &reading);
    XML_SetElementHandler(part->parser, start, end);
    XML_SetCharacterDataHandler(part->parser, text);
    while (status == STATUS_OK && more)
        status = xlsx_part_step(part, &more, error);
    xlsx_part_close(part);
    buffer_release(&reading.text);
    return status;
}

/* ---- workbook.xml and its relations ---- */

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static struct view keep(struct xlsx_book *book, const char *text)
{
    struct view all = view_of(text ? text : "");
    return arena_copy(&book->arena, (struct view){all.at, all.len < MAX_NAME ? all.len : MAX_NAME});
}

static void leave(void *parser, const char *name)
{
    (void)name;
    reading_of(parser)->depth--;
}

static void on_workbook(void *parser, const char *name, const char **attributes)
{
    struct xlsx_book *book = reading_of(parser)->book;
    xlsx_enter(parser, &reading_of(parser)->depth);
    name = xml_local(name);
    if (strcmp(name, "workbookPr") == 0)
        book->epoch_1904 = is_true(xml_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0 || book->sheet_count == MAX_SHEETS)
        return;
    book->sheets = memory_grow(book->sheets, &book->sheet_capacity, book->sheet_count + 1, sizeof *book->sheets);
    book->sheets[book->sheet_count++] = (struct sheet){
        .name = keep(book, xml_attribute(attributes, "name")),
        .relation = keep(book, xml_attribute(attributes, "id")),
    };
}

static void on_relation(void *parser, const char *name, const char **attributes)
{
    struct xlsx_book *book = reading_of(parser)->book;
    const char *id = xml_attribute(attributes, "Id"), *target = xml_attribute(attributes, "Target");
    xlsx_enter(parser, &reading_of(parser)->depth);
    if (strcmp(xml_local(name), "Relationship") != 0 || !id || !target)
        return;
    for (size_t i = 0; i < book->sheet_count; i++)
        if (!book->sheets[i].path.len && view_is(book->sheets[i].relation, id))
            book->sheets[i].path =
                target[0] == '/' ? keep(book, target + 1) : arena_format(&book->arena, "xl/%.1000s", target);
}

/* ---- sharedStrings.xml ---- */

static void on_shared_start(void *parser, const char *name, const char **attributes)
{
    struct reading *r = reading_of(parser);
    (void)attributes;
    xlsx_enter(parser, &r->depth);
    name = xml_local(name);
    if (strcmp(name, "si") == 0)
        buffer_reset(&r->text);
    else if (strcmp(name, "rPh") == 0)
        r->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        r->in_text = !r->in_phonetic;
}

static void on_shared_end(void *parser, const char *name)
{
    struct reading *r = reading_of(parser);
    struct xlsx_book *book = r->book;
    leave(parser, name);
    name = xml_local(name);
    if (strcmp(name, "t") == 0)
        r->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        r->in_phonetic = false;
    if (strcmp(name, "si") != 0)
        return;
    book->text_bytes += r->text.len + sizeof *book->texts;
    if (book->text_bytes > MAX_TEXT_BYTES) {
        XML_StopParser(parser, XML_FALSE);
        return;
    }
    book->texts = memory_grow(book->texts, &book->text_capacity, book->text_count + 1, sizeof *book->texts);
    book->texts[book->text_count++] = arena_copy(&book->arena, buffer_view(&r->text));
}

static void on_shared_text(void *parser, const char *text, int len)
{
    struct reading *r = reading_of(parser);
    if (r->in_text && r->text.len < MAX_TEXT)
        buffer_add(&r->text, (struct view){text, (size_t)len});
}

/* ---- styles.xml ---- */

static void define_format(struct xlsx_book *book, const char **attributes)
{
    const char *id_text = xml_attribute(attributes, "numFmtId"), *code = xml_attribute(attributes, "formatCode");
    long id = id_text ? strtol(id_text, NULL, 10) : -1;
    if (id < 0 || id >= MAX_FORMAT_ID || !code)
        return;
    if (!book->codes)
        book->codes = memory_get(MAX_FORMAT_ID * sizeof *book->codes);
    if (!book->codes[id].at)
        book->codes[id] = keep(book, code);
}

static void add_style(struct xlsx_book *book, const char **attributes)
{
    const char *id_text = xml_attribute(attributes, "numFmtId");
    long id = id_text ? strtol(id_text, NULL, 10) : 0;
    struct view code = book->codes && id >= 0 && id < MAX_FORMAT_ID ? book->codes[id] : (struct view){NULL, 0};
    if (book->format_count == MAX_STYLES)
        return;
    book->formats = memory_grow(book->formats, &book->format_capacity, book->format_count + 1, sizeof *book->formats);
    book->formats[book->format_count++] = xlsx_format_of((int)id, code);
}

static void on_style_start(void *parser, const char *name, const char **attributes)
{
    struct reading *r = reading_of(parser);
    xlsx_enter(parser, &r->depth);
    name = xml_local(name);
    if (strcmp(name, "numFmt") == 0)
        define_format(r->book, attributes);
    else if (strcmp(name, "cellXfs") == 0)
        r->in_cell_formats = true;
    else if (strcmp(name, "xf") == 0 && r->in_cell_formats)
        add_style(r->book, attributes);
}

static void on_style_end(void *parser, const char *name)
{
    leave(parser, name);
    if (strcmp(xml_local(name), "cellXfs") == 0)
        reading_of(parser)->in_cell_formats = false;
}

/* ---- the book ---- */

static enum status open_zip(struct xlsx_book *book, int descriptor, struct error *error)
{
    struct error reason;
    enum status status = zip_open_descriptor(&book->zip, descriptor, &book->reading, &reason);
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, status, "the workbook's zip container is damaged: %s", reason.text);
}

enum status xlsx_book_open(struct xlsx_book **out, int descriptor, struct error *error)
{
    struct xlsx_book *book = memory_get(sizeof *book);
    enum status status = open_zip(book, descriptor, error);
    if (status == STATUS_OK)
        status = parse_part(book, "xl/workbook.xml", on_workbook, leave, NULL, false, error);
    if (status == STATUS_OK)
        status = parse_part(book, "xl/_rels/workbook.xml.rels", on_relation, leave, NULL, false, error);
    if (status == STATUS_OK)
        status = parse_part(book, "xl/styles.xml", on_style_start, on_style_end, NULL, true, error);
    if (status == STATUS_OK)
        status = parse_part(book, "xl/sharedStrings.xml", on_shared_start, on_shared_end, on_shared_text, true, error);
    if (status == STATUS_OK)
        *out = book;
    else
        xlsx_book_close(book);
    return status;
}

void xlsx_book_close(struct xlsx_book *book)
{
    if (!book)
        return;
    if (book->zip)
        zip_discard(book->zip);
    memory_free(book->sheets);
    memory_free(book->texts);
    memory_free(book->codes);
    memory_free(book->formats);
    arena_release(&book->arena);
    memory_free(book);
}

uint64_t xlsx_book_bytes_read(const struct xlsx_book *book)
{
    return book->bytes_read;
}

size_t xlsx_book_sheets(const struct xlsx_book *book)
{
    return book->sheet_count;
}

struct view xlsx_book_sheet_name(const struct xlsx_book *book, size_t sheet)
{
    return book->sheets[sheet].name;
}

bool xlsx_book_epoch_1904(const struct xlsx_book *book)
{
    return book->epoch_1904;
}

struct view xlsx_book_text(const struct xlsx_book *book, size_t number)
{
    return number < book->text_count ? book->texts[number] : (struct view){"", 0};
}

enum xlsx_format xlsx_book_format(const struct xlsx_book *book, size_t style)
{
    return style < book->format_count ? book->formats[style] : XLSX_PLAIN;
}

enum status xlsx_part_open_sheet(struct xlsx_part **out, struct xlsx_book *book, size_t sheet, struct error *error)
{
    const char *path = arena_string(&book->arena, book->sheets[sheet].path);
    return part_open(out, book, path, error);
}
