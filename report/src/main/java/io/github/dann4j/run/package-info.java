/**
 * The folder of a run, and what is written into it while trainings run: metrics, TensorBoard files, an animation of the features, results and a
 * report.
 *
 * <p>Begin with {@link io.github.dann4j.run.RunDirectory} (the paths), {@link io.github.dann4j.run.RunFolder} (a folder in use by one process)
 * and {@link io.github.dann4j.run.RunRecorder} (the listener that writes).
 */
@NullMarked
package io.github.dann4j.run;

import org.jspecify.annotations.NullMarked;
