package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.model.Domain;

/**
 * The position of a step in its training.
 *
 * @param step number of the step, from 0
 * @param steps number of steps of the whole training
 * @param seed seed of the dropout
 * @param phase the phase that the step belongs to
 * @param clock receives the end of each part of the step
 * @param probe receives the gradients of the step if it requests them
 */
@PublicApi
public record StepContext(int step, int steps, long seed, Phase phase, StepClock clock, GradientProbe probe) {
    /** Creates the context of a step without clock and probe. */
    public StepContext(int step, int steps, long seed, Phase phase) {
        this(step, steps, seed, phase, StepClock.NONE, GradientProbe.NONE);
    }

    /** Creates the context of a step in a training of one phase. */
    public StepContext(int step, int steps, long seed) {
        this(step, steps, seed, Phase.whole(steps));
    }

    /** Returns the progress p in [0, 1): the share of the phase that is done. */
    public double progress() {
        return phase.progress(step);
    }

    /** Returns whether the probe requests the gradients of this step. */
    public boolean wantsGradients() {
        return probe.wants(step);
    }

    /**
     * Seeds the dropout of the next pass over one domain. The draws depend only on seed, step and domain. Two methods
     * therefore drop the same values in their source passes, even if one of them passes more data through the network.
     */
    public void seedPass(Domain domain) {
        Seeds.seedEngine(passSeed(domain));
    }

    /**
     * Like {@link #seedPass(Domain)}, for a step with several passes over a domain.
     *
     * @param pass number of the pass, from 0; pass 0 gets the same seed as {@link #seedPass(Domain)}
     */
    public void seedPass(Domain domain, int pass) {
        Seeds.seedEngine(pass == 0 ? passSeed(domain) : Seeds.derive(passSeed(domain), pass));
    }

    private long passSeed(Domain domain) {
        return Seeds.derive(seed, 2L * step + domain.label());
    }
}
