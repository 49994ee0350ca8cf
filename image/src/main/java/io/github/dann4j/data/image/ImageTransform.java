package io.github.dann4j.data.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that turns an image into the input of a network for photographs. Training, prediction and exported models
 * use this code, so the same file gives the same input, bit for bit.
 *
 * <ol>
 *   <li>The image is decoded to red, green and blue, 0 to 255, and turned upright as Exif says ({@link ImageDecoder}).
 *   <li>It is resized and cut to {@code size x size} by framing, interpolation and antialiasing, and rounded to whole
 *       numbers once: {@link #pixels}.
 *   <li>Each sample v becomes {@code (v - shift) * scale} in float32, with {@code shift = 255 mean / range} and {@code
 *       scale = range / (255 sd)}, which is {@code (v * range / 255 - mean) / sd}: {@link #values}.
 * </ol>
 *
 * @param framing how a photograph of any shape becomes a square
 * @param resize the shorter side in pixels after resizing, at least {@code size}; equal to {@code size} for
 *     {@link Framing#STRETCH}
 * @param size side of the square input in pixels, 8 to 1,024
 * @param interpolation of the resizing
 * @param antialias whether every pixel counts when the image shrinks, as in Pillow; many programs for video omit it
 * @param order of the channels in the input; {@code mean} and {@code sd} are in this order
 * @param range the value of the brightest sample before {@code mean} is subtracted: 1 or 255, as a rule
 * @param mean one value for each channel
 * @param sd one value for each channel, more than 0
 */
public record ImageTransform(
        Framing framing,
        int resize,
        int size,
        Interpolation interpolation,
        boolean antialias,
        ChannelOrder order,
        double range,
        List<Double> mean,
        List<Double> sd) {
    /** The key by which models in the ONNX format carry the {@link #text()}. */
    public static final String METADATA_KEY = "transform";

    /** What nearly all networks for ImageNet expect, also those of torchvision with their first weights. */
    public static final ImageTransform IMAGENET = new ImageTransform(
            Framing.CROP,
            256,
            224,
            Interpolation.BILINEAR,
            true,
            ChannelOrder.RGB,
            1,
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225));

    private static final int CHANNELS = 3;
    private static final int BRIGHTEST = 255;
    private static final int LEAST = 8;
    private static final int MOST = 1024;

    /** The resized side of {@link #IMAGENET} over its size, for other sizes. */
    private static final double USUAL_MARGIN = 256.0 / 224;

    public ImageTransform {
        mean = List.copyOf(mean);
        sd = List.copyOf(sd);
        require(size >= LEAST && size <= MOST, "size must be %d to %d pixels, got %d", LEAST, MOST, size);
        require(
                resize >= size && resize <= 4 * MOST,
                "resize must be %d (the size) to %d pixels, got %d",
                size,
                4 * MOST,
                resize);
        require(
                framing == Framing.CROP || resize == size,
                "an image that is stretched has no other resize than its size %d, got %d",
                size,
                resize);
        require(range > 0 && range <= 65_535, "range must be more than 0 and at most 65535, got %s", range);
        require(
                mean.size() == CHANNELS && mean.stream().allMatch(Double::isFinite),
                "mean must be one or three numbers, got %s",
                mean);
        require(
                sd.size() == CHANNELS && sd.stream().allMatch(value -> Double.isFinite(value) && value > 0),
                "sd must be one or three numbers of more than 0, got %s",
                sd);
    }

    private static void require(boolean met, String message, Object... values) {
        if (!met) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
        }
    }

    /**
     * Brings an image of any size to the network's size.
     *
     * @return uint8 {@code [size, size, 3]}, red, green, blue
     */
    public byte[] pixels(DecodedImage image) {
        if (framing == Framing.STRETCH) {
            return image.width() == size && image.height() == size
                    ? image.rgb()
                    : resampling(image, size, size).all(image.rgb());
        }
        int shorter = Math.min(image.width(), image.height());
        int across = image.width() == shorter ? resize : (int) ((long) resize * image.width() / shorter);
        int down = image.height() == shorter ? resize : (int) ((long) resize * image.height() / shorter);
        int left = (int) Math.rint((across - size) / 2.0);
        int top = (int) Math.rint((down - size) / 2.0);
        return resampling(image, across, down).part(image.rgb(), left, top, size, size);
    }

    private Resampling resampling(DecodedImage image, int across, int down) {
        return Resampling.of(image.width(), image.height(), across, down, interpolation, antialias);
    }

    /**
     * Turns the result of {@link #pixels} into the network's input.
     *
     * @param pixels uint8 {@code [size, size, 3]}
     * @param channelsFirst whether the result is {@code [3, size, size]}; otherwise {@code [size, size, 3]}
     */
    public float[] values(byte[] pixels, boolean channelsFirst) {
        int area = size * size;
        if (pixels.length != CHANNELS * area) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "expected %d x %d x 3 samples, got %d", size, size, pixels.length));
        }
        float[] values = new float[pixels.length];
        for (int place = 0; place < CHANNELS; place++) {
            float shift = shift(place);
            float scale = scale(place);
            int from = order.channel(place);
            int to = channelsFirst ? place * area : place;
            int step = channelsFirst ? 1 : CHANNELS;
            for (int i = 0; i < area; i++) {
                values[to + i * step] = ((pixels[i * CHANNELS + from] & 0xff) - shift) * scale;
            }
        }
        return values;
    }

    /** The value to subtract from a sample of 0 to 255, for a channel of the input. */
    public float shift(int place) {
        return (float) (BRIGHTEST * mean.get(place) / range);
    }

    /** The factor to apply after the subtraction, for a channel of the input. */
    public float scale(int place) {
        return (float) (range / (BRIGHTEST * sd.get(place)));
    }

    /** Returns this transform with another size, and a resize in the usual proportion. */
    public ImageTransform withSize(int other) {
        return with(Map.of("size", Integer.toString(other)));
    }

    /**
     * Returns this transform as text, such as {@code
     * framing=crop,resize=256,size=224,interpolation=bilinear,antialias=true,order=rgb,range=1,mean=0.485/0.456/0.406,sd=0.229/0.224/0.225},
     * which {@link #of} reads.
     */
    public String text() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("framing", framing.name());
        parts.put("resize", Integer.toString(resize));
        parts.put("size", Integer.toString(size));
        parts.put("interpolation", interpolation.name());
        parts.put("antialias", Boolean.toString(antialias));
        parts.put("order", order.name());
        parts.put("range", number(range));
        parts.put("mean", numbers(mean));
        parts.put("sd", numbers(sd));
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    /**
     * Reads the text of a transform.
     *
     * @throws IllegalArgumentException if a key is unknown or a value is not allowed; the message says what is
     */
    public static ImageTransform of(String text) {
        return IMAGENET.with(parts(text));
    }

    /** Splits {@code key=value,key=value}. */
    public static Map<String, String> parts(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            require(equals > 0, "expected KEY=VALUE, got '%s'", part);
            String before = parts.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
            require(before == null, "'%s' is given twice", part.substring(0, equals));
        }
        return parts;
    }

    /**
     * Returns this transform with other values, by the keys of {@link #text()}. A size without a resize brings a resize in
     * the usual proportion, 256 to 224; one number for {@code mean} or {@code sd} counts for all channels.
     *
     * @throws IllegalArgumentException if a key is unknown or a value is not allowed; the message says what is
     */
    public ImageTransform with(Map<String, String> parts) {
        Framing how = framing;
        int side = size;
        int shorter = 0;
        Interpolation filter = interpolation;
        boolean smooth = antialias;
        ChannelOrder channels = order;
        double top = range;
        List<Double> means = mean;
        List<Double> deviations = sd;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            String value = part.getValue();
            switch (part.getKey()) {
                case "framing" -> how = constant(Framing.class, part.getKey(), value);
                case "resize" -> shorter = whole(part.getKey(), value);
                case "size" -> side = whole(part.getKey(), value);
                case "interpolation" -> filter = constant(Interpolation.class, part.getKey(), value);
                case "antialias" -> {
                    require(
                            value.equals("true") || value.equals("false"),
                            "antialias is true or false, got '%s'",
                            value);
                    smooth = Boolean.parseBoolean(value);
                }
                case "order" -> channels = constant(ChannelOrder.class, part.getKey(), value);
                case "range" -> top = real(part.getKey(), value);
                case "mean" -> means = reals(part.getKey(), value);
                case "sd", "std" -> deviations = reals("sd", value);
                default ->
                    throw new IllegalArgumentException(
                            "'%s' is not a setting of how an image is prepared for a network; the settings are size=224, resize=256, framing=crop|stretch, interpolation=bilinear|bicubic|nearest, antialias=true|false, order=rgb|bgr, range=1, mean=0.485/0.456/0.406 and sd=0.229/0.224/0.225"
                                    .formatted(part.getKey()));
            }
        }
        if (how == Framing.STRETCH && shorter == 0) {
            shorter = side;
        } else if (shorter == 0) {
            shorter = side == size && framing == how ? resize : (int) Math.round(USUAL_MARGIN * side);
        }
        return new ImageTransform(how, shorter, side, filter, smooth, channels, top, means, deviations);
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String key, String value) {
        return Stream.of(type.getEnumConstants())
                .filter(one -> one.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s is one of %s, got '%s'"
                        .formatted(
                                key,
                                Stream.of(type.getEnumConstants())
                                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")),
                                value)));
    }

    private static int whole(String key, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s must be a whole number, got '%s'".formatted(key, value), e);
        }
    }

    private static double real(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s must be a number, got '%s'".formatted(key, value), e);
        }
    }

    private static List<Double> reals(String key, String value) {
        List<Double> all = Arrays.stream(value.split("/", -1))
                .map(one -> real(key, one.strip()))
                .toList();
        return all.size() == 1 ? List.of(all.get(0), all.get(0), all.get(0)) : all;
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(ImageTransform::number).collect(Collectors.joining("/"));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
