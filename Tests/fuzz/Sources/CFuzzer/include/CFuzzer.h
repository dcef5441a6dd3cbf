#pragma once
#include <stddef.h>
#include <stdint.h>

// libFuzzer as a library: it calls `test` with one input after the other and does not come back.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));
