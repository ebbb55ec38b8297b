package io.leaven.evaluation.soak;

/**
 * What a process holds at a moment, after a full collection.
 *
 * @param events that had come by then
 * @param heapMegabytes used, in MiB
 * @param outsideMegabytes resident memory outside of the heap, in MiB: natives, metaspace, stacks, direct buffers
 * @param handles open files and sockets
 */
record Sample(String app, long events, double heapMegabytes, double outsideMegabytes, long handles, int threads) {}
