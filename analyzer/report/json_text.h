/* What json-c prints, as it stands in report.json and in a page. */
#ifndef VIRTREADY_REPORT_JSON_TEXT_H
#define VIRTREADY_REPORT_JSON_TEXT_H

#include <stdio.h>

#include "base/str.h"

enum { JSON_TEXT_EMBEDDED = -1 };

/* A printed value whose only line feeds stand between values: its lines indented, or for
 * JSON_TEXT_EMBEDDED as it may stand in a script element. */
void json_text_write(struct str text, int indent, FILE *out);

#endif
