package io.github.dann4j.sweep;

import io.github.dann4j.engine.Precision;

/**
 * What must stay the same when a sweep continues after its process ended.
 *
 * @param request what was asked for
 * @param precision of all trainings
 * @param device {@code cpu} or {@code cuda:N}
 * @param threads compute threads
 */
record Begun(SweepRequest request, Precision precision, String device, int threads) {}
