/* magic: what a file is that no reader wants, by its first bytes, in words for people. */
#ifndef INPUT_MAGIC_H
#define INPUT_MAGIC_H

#include "base/view.h"

/* "a PNG picture"; at is NULL when nothing is known. Needs the first 300 bytes or so. */
struct view magic_name(struct view head);

#endif
