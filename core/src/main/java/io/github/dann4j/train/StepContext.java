package io.github.dann4j.train;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.model.Domain;

/**
 * Where a run stands.
 *
 * @param step number of the update, from 0
 * @param steps number of updates of the whole run
 * @param seed seed of the run's dropout
 * @param phase the part of the run that the update belongs to
 * @param clock is told when a part of the update ends
 * @param probe is given the update's gradients if it asks for them
 */
public record StepContext(int step, int steps, long seed, Phase phase, StepClock clock, GradientProbe probe) {
    /** An update that nobody times or looks into. */
    public StepContext(int step, int steps, long seed, Phase phase) {
        this(step, steps, seed, phase, StepClock.NONE, GradientProbe.NONE);
    }

    /** A run of one phase. */
    public StepContext(int step, int steps, long seed) {
        this(step, steps, seed, Phase.whole(steps));
    }

    /** p in [0, 1): the share of the phase that is done. */
    public double progress() {
        return phase.progress(step);
    }

    /** Whether the update's gradients at the features are asked for. */
    public boolean wantsGradients() {
        return probe.wants(step);
    }

    /**
     * Seeds the dropout of the coming pass over one domain. The draws depend on run, step and domain alone, so a method that
     * passes more data through the network never changes what another method's source pass drops.
     */
    public void seedPass(Domain domain) {
        Seeds.seedEngine(passSeed(domain));
    }

    /**
     * As {@link #seedPass(Domain)}, for a step that passes a domain several times.
     *
     * @param pass which of them, from 0; the first one's is that of the other method
     */
    public void seedPass(Domain domain, int pass) {
        Seeds.seedEngine(pass == 0 ? passSeed(domain) : Seeds.derive(passSeed(domain), pass));
    }

    private long passSeed(Domain domain) {
        return Seeds.derive(seed, 2L * step + domain.label());
    }
}
