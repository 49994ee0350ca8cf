package io.github.dann4j.paper;

/** The methods of the paper's table 1. */
public enum ReviewMethod {
    /** The network with one hidden layer, trained against the domain regressor. */
    DANN,

    /** The same network without a domain regressor. */
    NN,

    /** The linear support vector machine. */
    SVM
}
