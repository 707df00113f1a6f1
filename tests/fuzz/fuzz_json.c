/* Any bytes as a member whose name says JSON. */
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    touch_member(STR("a.json"), data, size,
                 (struct document_options){.whole_file = size % 2 == 0, .json = true});
    return 0;
}
