package io.github.dann4j.evaluate;

/**
 * Label-free signals: what the predictions on unlabelled target images show about an adaptation.
 *
 * @param entropy mean entropy of a prediction, in nats; 0 if the network is always certain, ln(classes) if it never is.
 *     A high value means that the target lies between the source's classes
 * @param imbalance Kullback-Leibler divergence of the mean prediction from the class shares of the source, in nats; 0
 *     if the network predicts the classes as often in the target as they occur in the source. A high value means that
 *     classes were matched wrongly or that the target truly has other class shares
 */
public record TargetSignals(double entropy, double imbalance) {}
