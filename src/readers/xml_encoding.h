/* xml_encoding: which encoding an XML document is in: option, byte order mark, the declaration, else its bytes. */
#ifndef READERS_XML_ENCODING_H
#define READERS_XML_ENCODING_H

#include <expat.h>

#include "readers/reader.h"

struct xml_encoding {
    enum encoding source; /* how the source is to be decoded */
    bool declared;        /* the parser follows the declaration, as it names one that the source does not know */
    const char *name;     /* for people; lives as long as the reader */
};

/* What was guessed is noted. The source may be read; it is rewound then. */
enum status xml_encoding_choose(struct reader *reader, struct xml_encoding *out, struct batch *notes,
                                struct error *error);

/* For XML_SetUnknownEncodingHandler: encodings of one byte a character, as the system knows them. */
int xml_encoding_unknown(void *data, const XML_Char *name, XML_Encoding *info);

#endif
