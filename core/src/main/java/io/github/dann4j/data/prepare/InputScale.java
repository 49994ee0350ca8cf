package io.github.dann4j.data.prepare;

import io.github.dann4j.data.batch.UnlabeledExamples;

/**
 * The positions of grey, black and white among the inputs that a {@link Normalisation} produces, one value per channel.
 * If each image is standardised on its own, no such positions hold for all images; grey is then the mean of an image,
 * and black and white are two standard deviations away, as in {@link UnlabeledExamples#images}.
 *
 * @param grey the input of the pixel value 127.5
 * @param range distance from the input of the pixel value 0 to that of 255
 */
public record InputScale(float[] grey, float[] range) {
    private static final float STANDARDISED_RANGE = 4;

    public static InputScale of(Normalisation normalisation) {
        int channels = normalisation.mean().size();
        float[] grey = new float[channels];
        float[] range = new float[channels];
        for (int c = 0; c < channels; c++) {
            boolean standardised = normalisation.contrast() == Contrast.STANDARDISED;
            double sd = normalisation.sd().get(c);
            grey[c] = standardised ? 0 : (float) ((0.5 - normalisation.mean().get(c)) / sd);
            range[c] = standardised ? STANDARDISED_RANGE : (float) (1 / sd);
        }
        return new InputScale(grey, range);
    }

    int channels() {
        return grey.length;
    }
}
