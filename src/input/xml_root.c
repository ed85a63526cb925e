#include "input/xml_root.h"

#include "input/encoding.h"

/* The head without byte order mark, zeros and blanks in front. */
static struct view as_plain(struct view head, char *room, size_t size)
{
    enum encoding encoding;
    size_t len = 0;
    for (size_t i = encoding_bom(head, &encoding); i < head.len && len < size; i++)
        if (head.at[i] && (len || (unsigned char)head.at[i] > ' '))
            room[len++] = head.at[i];
    return (struct view){room, len};
}

/* What follows the first `end` in the text, empty when there is none. */
static struct view behind(struct view text, struct view end)
{
    for (; text.len >= end.len; text = view_skip(text, 1))
        if (memcmp(text.at, end.at, end.len) == 0)
            return view_skip(text, end.len);
    return (struct view){"", 0};
}

struct view xml_root(struct view head, char *room, size_t size)
{
    struct view rest = as_plain(head, room, size);
    while (rest.len) {
        size_t blanks = 0;
        while (blanks < rest.len && (unsigned char)rest.at[blanks] <= ' ')
            blanks++;
        rest = view_skip(rest, blanks);
        if (view_starts(rest, VIEW("<?")))
            rest = behind(rest, VIEW("?>"));
        else if (view_starts(rest, VIEW("<!--")))
            rest = behind(rest, VIEW("-->"));
        else if (view_starts(rest, VIEW("<!DOCTYPE")))
            rest = behind(rest, memchr(rest.at, '[', rest.len) ? VIEW("]>") : VIEW(">"));
        else
            break;
    }
    if (!rest.len || rest.at[0] != '<')
        return (struct view){"", 0};
    rest = view_skip(rest, 1);
    size_t len = 0;
    while (len < rest.len && (unsigned char)rest.at[len] > ' ' && !strchr("/>", rest.at[len]))
        len++;
    struct view name = {rest.at, len};
    const char *colon = len ? memchr(name.at, ':', len) : NULL;
    return colon ? view_between(colon + 1, name.at + len) : name;
}
