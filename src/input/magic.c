#include "input/magic.h"

static const struct {
    size_t at;
    struct view bytes, name;
} known[] = {
    {0, {"\x89PNG", 4}, {"a PNG picture", 13}},
    {0, {"\xFF\xD8\xFF", 3}, {"a JPEG picture", 14}},
    {0, {"GIF8", 4}, {"a GIF picture", 13}},
    {4, {"ftyp", 4}, {"a video or picture", 18}},
    {0, {"%PDF", 4}, {"a PDF document", 14}},
    {30,
     {"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 54},
     {"an OpenDocument sheet; save it as .xlsx or .csv", 47}},
    {0, {"PK\x03\x04", 4}, {"a zip archive within another file (unpack it first)", 51}},
    {0, {"\x1F\x8B", 2}, {"a gzip file within a gzip file (unpack it first)", 48}},
    {0, {"\xD0\xCF\x11\xE0", 4}, {"an old Excel workbook; save it as .xlsx or .csv", 47}},
    {0, {"SQLite format 3", 15}, {"a SQLite database", 17}},
    {0, {"<?xml", 5}, {"an XML document of another kind", 31}},
    {0, {"<kml", 4}, {"a KML map", 9}},
    {0, {"<!DOCTYPE", 9}, {"a web page", 10}},
    {0, {"<html", 5}, {"a web page", 10}},
    {257, {"ustar", 5}, {"a tar archive (unpack it first)", 31}},
    {0, {"BZh", 3}, {"a bzip2 archive (unpack it first)", 33}},
    {0, {"\x28\xB5\x2F\xFD", 4}, {"a zstd archive (unpack it first)", 32}},
    {0,
     {"\xFD"
      "7zXZ",
      5},
     {"an xz archive (unpack it first)", 31}},
    {0, {"7z\xBC\xAF", 4}, {"a 7z archive (unpack it first)", 30}},
    {0, {"Rar!", 4}, {"a RAR archive (unpack it first)", 31}},
};

struct view magic_name(struct view head)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (head.len >= known[i].at + known[i].bytes.len &&
            memcmp(head.at + known[i].at, known[i].bytes.at, known[i].bytes.len) == 0)
            return known[i].name;
    return (struct view){NULL, 0};
}
