/* xml_root: what an XML document is about, by its first bytes. Any thread. */
#ifndef INPUT_XML_ROOT_H
#define INPUT_XML_ROOT_H

#include "base/view.h"

/* The name of the root element, without its prefix: what comes first after blanks, declaration, comments and DOCTYPE.
 * Empty when the bytes are no XML, or end before it. Zeros are left out, as UTF-16 has them, so the name is kept in
 * `room`, which should hold as many bytes as the head has. */
struct view xml_root(struct view head, char *room, size_t size);

#endif
