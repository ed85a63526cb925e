#include "input/magic.h"

#include "input/xml_root.h"

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
    {0, {"<!DOCTYPE", 9}, {"a web page", 10}},
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

/* XML documents, by their root element. */
static const struct {
    const char *root;
    struct view name;
} known_roots[] = {
    {"gpx", {"a GPX track", 11}},
    {"TrainingCenterDatabase", {"a TCX activity", 14}},
    {"kml", {"a KML map; export the track as GPX", 34}},
    {"html", {"a web page", 10}},
    {"svg", {"an SVG picture", 14}},
    {"HealthData", {"the export of Apple Health", 26}},
    {"polar-exercise-data", {"a Polar exercise; export it as TCX or GPX", 41}},
    {"FitnessWorkbook", {"a SportTracks logbook; export its activities as TCX", 51}},
    {"Activity", {"a Sigma log; export it as GPX", 29}},
    {"Log", {"a Sigma log; export it as GPX", 29}},
    {"RunningAHEADLog", {"a RunningAHEAD log; export it as text", 37}},
    {"sml", {"a Suunto log; export it as FIT or GPX", 37}},
    {"suunto", {"a Suunto log; export it as FIT or GPX", 37}},
};

static struct view name_of_xml(struct view head)
{
    char room[4096];
    struct view root = xml_root(head, room, sizeof room);
    for (size_t i = 0; i < sizeof known_roots / sizeof *known_roots; i++)
        if (view_is(root, known_roots[i].root))
            return known_roots[i].name;
    return root.len || view_starts(head, VIEW("<?xml")) ? VIEW("an XML document of another kind")
                                                        : (struct view){NULL, 0};
}

struct view magic_name(struct view head)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (head.len >= known[i].at + known[i].bytes.len &&
            memcmp(head.at + known[i].at, known[i].bytes.at, known[i].bytes.len) == 0)
            return known[i].name;
    return name_of_xml(head);
}
