package io.github.dann4j.paper.image;

import java.util.List;
import java.util.Locale;

/** A column of the paper's table 2: a source and a target of images. */
public enum ImagePair {
    /** Digits on black, and the same digits blended over photographs. */
    MNIST_MNIST_M("mnist", "mnist-m", 52.25, 56.90, 76.66, 95.96),
    /** Drawn numbers and photographed house numbers. The drawn ones are rebuilt from the paper's description. */
    SYN_NUMBERS_SVHN("syn-numbers", "svhn", 86.74, 86.44, 91.09, 92.20),
    /** Photographed house numbers and handwritten digits. */
    SVHN_MNIST("svhn", "mnist", 54.90, 59.32, 73.85, 99.42),
    /** Drawn and photographed road signs. */
    SYN_SIGNS_GTSRB("syn-signs", "gtsrb", 79.00, 81.65, 88.65, 99.80);

    /** The three pairs of digits. */
    public static final List<ImagePair> DIGITS = List.of(MNIST_MNIST_M, SYN_NUMBERS_SVHN, SVHN_MNIST);

    /** The pair of road signs. */
    public static final List<ImagePair> SIGNS = List.of(SYN_SIGNS_GTSRB);

    private final String source;
    private final String target;
    private final double[] published;

    ImagePair(String source, String target, double... published) {
        this.source = source;
        this.target = target;
        this.published = published;
    }

    /** The name of the source dataset. */
    public String source() {
        return source;
    }

    /** The name of the target dataset. */
    public String target() {
        return target;
    }

    /** Returns the name in options and files, such as {@code mnist-mnist-m}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the accuracy on the target that the paper reports, in percent. */
    public double published(ImageMethod method) {
        return published[method.ordinal()];
    }
}
