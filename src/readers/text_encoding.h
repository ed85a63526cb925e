/* text_encoding: which encoding a text source is in: option, byte order mark, the pattern of UTF-16, else by what its
 * bytes are. */
#ifndef READERS_TEXT_ENCODING_H
#define READERS_TEXT_ENCODING_H

#include "readers/reader.h"

/* Looks at the first 64 KiB, or at all of the source when options.whole (it is rewound then). What was guessed or
 * mended is noted. */
enum status text_encoding_choose(struct reader *reader, enum encoding *encoding, struct batch *notes,
                                 struct error *error);

#endif
