/* bib_from: the bib that is written in the name of a file or of its folder. */
#ifndef RUN_BIB_FROM_H
#define RUN_BIB_FROM_H

#include "input/origins.h"

/* Where the bib of rows that name nobody is written: 0042-morning.gpx, 0042/morning.gpx. */
enum bib_from { BIB_FROM_NOWHERE, BIB_FROM_NAME, BIB_FROM_FOLDER };

/* The number in the name; a number behind the word "bib" comes first; dates, clock times, distances ("5k") and long ids
 * are passed over. Empty when there is none, or more than one. */
struct view bib_from_origin(const struct origin *origin, enum bib_from from);

/* The name in which it was sought. */
struct view bib_from_text(const struct origin *origin, enum bib_from from);

#endif
