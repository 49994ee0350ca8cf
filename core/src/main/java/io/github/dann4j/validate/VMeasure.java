package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.KMeans;
import io.github.dann4j.validate.numeric.Partitions;

/**
 * How well the predicted classes of the target are the clusters of its features: the V-measure of both partitions,
 * {@code 2 I / (H(classes) + H(clusters))} with their mutual information I, from 0 to 1 (Rosenberg and Hirschberg 2007,
 * β = 1; as a validator Ericsson et al. 2023). Clusters are those of {@link KMeans}, K of them. 0 if one class is
 * predicted, if all features are the same, or for one example: a partition without parts says nothing. Classes that are
 * exchanged do not change the value.
 */
record VMeasure() implements Validator {
    @Override
    public String name() {
        return "v-measure";
    }

    @Override
    public String title() {
        return "V-measure";
    }

    @Override
    public String citation() {
        return "Rosenberg and Hirschberg 2007; Ericsson et al. 2023";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        Partitions partitions = ClassAmi.classesAndClusters(outputs);
        return partitions.isTrivial()
                ? 0
                : 2
                        * partitions.information()
                        / (Partitions.entropy(partitions.rows()) + Partitions.entropy(partitions.columns()));
    }
}
