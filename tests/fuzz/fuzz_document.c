/* Any bytes as a member's text: YAML, JSON, joined or broken. */
#include "touch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    touch_member(
        STR("a.yaml"), data, size,
        (struct document_options){.whole_file = size % 2 == 0, .positions = size % 3 == 0});
    return 0;
}
