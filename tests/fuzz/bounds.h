/* Bounds for the inputs of a target: those of FUZZ_LIMITS ("depth=8 nodes=100"), so that small
 * inputs reach them. Knowledge is loaded without. */
#ifndef VIRTREADY_TESTS_FUZZ_BOUNDS_H
#define VIRTREADY_TESTS_FUZZ_BOUNDS_H

void bounds_set(void);

#endif
