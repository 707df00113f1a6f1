/* replay FOLDER: gives every file of a corpus to the fuzz target, as libFuzzer would. An empty
 * corpus is a failure. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return -1;
    long size = ftell(file);
    rewind(file);
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    size_t got = data ? fread(data, 1, (size_t)size, file) : 0;
    fclose(file);
    if (got == (size_t)size)
        LLVMFuzzerTestOneInput(data, got);
    free(data);
    return got == (size_t)size ? 0 : -1;
}

int main(int argc, char **argv) {
    size_t replayed = 0;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    const struct dirent *entry;
    LLVMFuzzerInitialize(&argc, &argv);
    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        if (replay(argv[1], entry->d_name) != 0) {
            fprintf(stderr, "cannot read %s\n", entry->d_name);
            return 1;
        }
        replayed++;
    }
    if (folder)
        closedir(folder);
    printf("[  PASSED  ] %zu test(s).\n", replayed);
    return replayed > 0 ? 0 : 1;
}
