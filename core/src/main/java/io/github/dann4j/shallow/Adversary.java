package io.github.dann4j.shallow;

/** How the domain regressor of Algorithm 1 is trained. */
public enum Adversary {
    /** There is none, and no target example is drawn: the paper's NN in the experiments on reviews. */
    NONE,

    /** It is trained, but the hidden layer does not receive its gradient: the paper's NN on the moons. */
    WATCHING,

    /** It is trained, and the hidden layer is trained against it: DANN. */
    FELT
}
