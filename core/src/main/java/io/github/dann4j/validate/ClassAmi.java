package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.KMeans;
import io.github.dann4j.validate.numeric.Partitions;
import io.github.dann4j.validate.numeric.Softmax;

/**
 * How well the predicted classes of the target agree with the clusters of its features: the adjusted mutual information
 * of both partitions, {@code (I − E) / ((H(classes) + H(clusters)) / 2 − E)}, where E is the value that I has by chance
 * (Vinh, Epps and Bailey 2010; as a validator in Musgrave et al. 2022). At most 1, about 0 for partitions that have
 * nothing to do with each other, and a little below 0 at times. Clusters are those of {@link KMeans}, K of them. 0 if
 * one class is predicted, if all features are the same, for one example, and if a partition puts every example into a
 * separate part. Classes that are exchanged do not change the value.
 */
record ClassAmi() implements Validator {
    private static final double ROUNDING = 1e-10;

    /** Returns the predicted classes of the target and the clusters of its features. */
    static Partitions classesAndClusters(Outputs outputs) {
        int[] classes = Softmax.classes(outputs.targetLogits());
        int[] clusters = KMeans.clusters(outputs.targetFeatures(), outputs.classes());
        return Partitions.of(classes, clusters, outputs.classes());
    }

    @Override
    public String name() {
        return "class-ami";
    }

    @Override
    public String title() {
        return "Class AMI";
    }

    @Override
    public String citation() {
        return "Musgrave et al. 2022; Vinh et al. 2010";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        Partitions partitions = classesAndClusters(outputs);
        if (partitions.isTrivial()) {
            return 0;
        }
        double expected = partitions.expectedInformation();
        double most = (Partitions.entropy(partitions.rows()) + Partitions.entropy(partitions.columns())) / 2;
        return most - expected < ROUNDING ? 0 : (partitions.information() - expected) / (most - expected);
    }
}
