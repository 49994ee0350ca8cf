package io.github.dann4j.labelshift;

/**
 * The share of target examples that are predicted as each class. The model's mistakes bias it: a class that is often
 * mistaken for another one is counted too rarely.
 */
record ClassifyAndCount() implements ShareEstimator {
    @Override
    public String name() {
        return "counts";
    }

    @Override
    public String title() {
        return "Classify and count";
    }

    @Override
    public String citation() {
        return "Forman 2005, Counting positives accurately despite inaccurate classification, ECML";
    }

    @Override
    public double[] shares(ShiftSample sample) {
        return Confusion.hard(sample).target();
    }
}
