package io.github.dann4j.pretrained;

import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.model.Layer;
import io.github.dann4j.pretrained.Part.Plain;
import io.github.dann4j.pretrained.Part.Sum;
import io.github.dann4j.pretrained.Part.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** MobileNetV2 (Sandler et al. 2018, Table 2), width 1.0, with the names of torchvision. */
final class MobileNetV2 {
    private static final String TITLE = "MobileNetV2 (Sandler et al. 2018)";

    /** Table 2: expansion, channels, number of blocks, stride of the first of them. */
    private static final int[][] GROUPS = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private static final int FIRST = 32;
    private static final int LAST = 1280;

    private final boolean padsAfter;

    private MobileNetV2(boolean padsAfter) {
        this.padsAfter = padsAfter;
    }

    /**
     * @param padsAfter whether convolutions with a stride pad below and on the right alone, as TensorFlow does, instead
     *     of on all sides, as torchvision does
     */
    static Architecture of(String name, ImageTransform transform, boolean padsAfter) {
        return new MobileNetV2(padsAfter).build(name, transform);
    }

    private Architecture build(String name, ImageTransform transform) {
        List<Part> trunk =
                new ArrayList<>(strided(new Layer.Convolution(FIRST, 3, 1, 2), "features.0.0", "features.0.1"));
        List<Part> lastStage = new ArrayList<>();
        int in = FIRST;
        int number = 1;
        for (int[] group : GROUPS) {
            for (int block = 0; block < group[2]; block++) {
                List<Part> path = path(number++, in, group[0], group[1], block == 0 ? group[3] : 1);
                boolean sum = block > 0 && in == group[1];
                List<Part> to = group == GROUPS[GROUPS.length - 1] ? lastStage : trunk;
                if (sum) {
                    to.add(new Sum(path, List.of()));
                } else {
                    to.addAll(path);
                }
                in = group[1];
            }
        }
        String last = "features." + number;
        lastStage.add(new Weighted(new Layer.Convolution(LAST, 1, 0), last + ".0", last + ".1"));
        lastStage.add(new Plain(new Layer.Relu6()));
        return new Architecture(name, TITLE, transform, "classifier.", trunk, lastStage);
    }

    /** An inverted residual: expansion, depthwise convolution, and a projection without an activation. */
    private List<Part> path(int number, int in, int expansion, int out, int stride) {
        List<Part> path = new ArrayList<>();
        int hidden = in * expansion;
        int at = 0;
        if (expansion > 1) {
            path.add(new Weighted(
                    new Layer.Convolution(hidden, 1, 0), name(number, at + ".0"), name(number, at + ".1")));
            path.add(new Plain(new Layer.Relu6()));
            at++;
        }
        path.addAll(strided(
                new Layer.GroupedConvolution(hidden, 3, 1, stride, hidden),
                name(number, at + ".0"),
                name(number, at + ".1")));
        path.add(new Weighted(
                new Layer.Convolution(out, 1, 0), name(number, "" + (at + 1)), name(number, "" + (at + 2))));
        return path;
    }

    private static String name(int number, String part) {
        return String.format(Locale.ROOT, "features.%d.conv.%s", number, part);
    }

    private List<Part> strided(Layer layer, String weights, String norm) {
        Plain relu = new Plain(new Layer.Relu6());
        if (padsAfter && layer instanceof Layer.Convolution conv && conv.stride() > 1) {
            Layer unpadded = new Layer.Convolution(conv.channels(), conv.kernel(), 0, conv.stride());
            return List.of(new Plain(new Layer.ZeroPad(0, 1)), new Weighted(unpadded, weights, norm), relu);
        }
        if (padsAfter && layer instanceof Layer.GroupedConvolution conv && conv.stride() > 1) {
            Layer unpadded =
                    new Layer.GroupedConvolution(conv.channels(), conv.kernel(), 0, conv.stride(), conv.groups());
            return List.of(new Plain(new Layer.ZeroPad(0, 1)), new Weighted(unpadded, weights, norm), relu);
        }
        return List.of(new Weighted(layer, weights, norm), relu);
    }
}
