package io.github.dann4j.evaluate;

/**
 * What the predictions on unlabelled target images tell about an adaptation, without a label of the target.
 *
 * @param entropy mean entropy of a prediction, in nats; 0 when the network is always sure, ln(classes) when it never is.
 *     High: the target lies between the source's classes
 * @param imbalance Kullback-Leibler divergence of the mean prediction from the class shares of the source, in nats. 0: the
 *     network finds the classes in the target as often as in the source. High: classes were matched wrongly, or the target
 *     truly has another balance
 */
public record TargetSignals(double entropy, double imbalance) {}
