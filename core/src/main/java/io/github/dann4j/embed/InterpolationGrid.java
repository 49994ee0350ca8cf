package io.github.dann4j.embed;

import static org.bytedeco.pytorch.global.torch.fft_fft;
import static org.bytedeco.pytorch.global.torch.fft_ifft;
import static org.bytedeco.pytorch.global.torch.fft_irfft;
import static org.bytedeco.pytorch.global.torch.fft_rfft;
import static org.bytedeco.pytorch.global.torch.fft_rfft2;
import static org.bytedeco.pytorch.global.torch.real;
import static org.bytedeco.pytorch.global.torch.view_as_complex;

import io.github.dann4j.embed.point.Workers;
import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The field by interpolation and fast Fourier transform, after FIt-SNE (Linderman et al., Nature Methods 2019): every point spreads its
 * unit of mass over the nodes of a grid around it, a convolution with the kernel gives the sums at all nodes, and what lies
 * between nodes is interpolated.
 *
 * <p>It differs from the paper in three things, which make it both more exact and faster.
 *
 * <ol>
 *   <li>The polynomials are quintic B-splines, as in the particle-mesh Ewald method (Essmann et al., J. Chem. Phys. 1995), not Lagrange's
 *       quadratic ones for each interval: they and their derivatives go smoothly from one interval to the next, so a node every half
 *       unit is enough. The splines' coefficients are those of the interpolating spline: the kernel's transform is divided by the
 *       splines' own, once for each direction and each of both points.
 *   <li>The force is the derivative of the sum of similarities, Σ k·u·(y − y_j) = −½ ∇ Σ k(y − y_j), whatever the degrees of
 *       freedom. So one mass and one convolution do for the sum and for the force, where the paper has four.
 *   <li>So nothing large is subtracted from something large, and float32 is enough. In the very beginning all similarities are almost 1,
 *       and what they lack to it is convolved instead.
 * </ol>
 *
 * <p>libtorch does the transforms, whose sizes are products of small primes.
 */
final class InterpolationGrid implements RepulsiveField {
    private static final int DEGREE = 5;

    /** Nodes beyond the outermost points, on each side: where their splines reach. */
    private static final int REACH = DEGREE / 2 + 1;

    /** Rows of nodes that one thread fills at a time; higher than a spline, so that stripes two apart do not meet. */
    private static final int STRIPE = 8;

    /** Rows or columns that are transformed in one call. */
    private static final int BLOCK = 64;

    private static final StringViewOptional NORM = new StringViewOptional();

    private final Frame frame;
    private final OwnShare ownShare;
    /** Sum of the masses times {@code constant}: what the transformed kernel leaves out. */
    private final double offset;

    private final int[] order;
    /** Spline coefficients of Σ k, {@code [rows, columns]}. */
    private final float[] coefficients;

    private InterpolationGrid(double[] positions, Frame frame, Spectrum spectrum, Workers workers) {
        this.frame = frame;
        this.ownShare = spectrum.ownShare;
        this.offset = spectrum.constant * (positions.length / 2);
        int[] stripeStarts = new int[(frame.rows + STRIPE - 1) / STRIPE + 1];
        this.order = byStripe(positions, stripeStarts);
        this.coefficients = convolved(masses(positions, stripeStarts, workers), spectrum, workers);
    }

    /**
     * Where the nodes lie: all positions are so far inside that their splines are too.
     *
     * @param originX of the first node
     * @param step from node to node
     */
    private record Frame(double originX, double originY, double step, int columns, int rows) {
        /** Steps below the usual one come in stages, so that the kernel need not be made anew whenever the embedding grows. */
        private static final double STAGE = Math.pow(2, 0.25);

        /** @param margin beyond the positions on each side, as a share of the longer side */
        static Frame of(double[] positions, Repulsion.Interpolated settings, double margin) {
            double lowX = Double.MAX_VALUE;
            double lowY = Double.MAX_VALUE;
            double highX = -Double.MAX_VALUE;
            double highY = -Double.MAX_VALUE;
            for (int i = 0; i < positions.length; i += 2) {
                lowX = Math.min(lowX, positions[i]);
                highX = Math.max(highX, positions[i]);
                lowY = Math.min(lowY, positions[i + 1]);
                highY = Math.max(highY, positions[i + 1]);
            }
            double side = Math.max(highX - lowX, highY - lowY);
            double border = margin * side;
            double step = Math.max(settings.spacing(), (side + 2 * border) / Repulsion.Interpolated.MOST_NODES);
            double fine = side / settings.minNodes();
            if (fine > 0 && fine < step) {
                step /= Math.pow(STAGE, Math.ceil(Math.log(step / fine) / Math.log(STAGE)));
            }
            return new Frame(
                    lowX - border - REACH * step,
                    lowY - border - REACH * step,
                    step,
                    (int) ((highX - lowX + 2 * border) / step) + 2 * REACH + 1,
                    (int) ((highY - lowY + 2 * border) / step) + 2 * REACH + 1);
        }

        double side() {
            return step * Math.max(columns, rows);
        }

        /** Whether the splines of a place lie on the grid. */
        boolean contains(double x, double y) {
            double column = (x - originX) / step;
            double row = (y - originY) / step;
            return column >= REACH && row >= REACH && column < columns - REACH && row < rows - REACH;
        }
    }

    /** Makes grids of one kind; keeps the kernel's transform while it fits. */
    static final class Maker implements RepulsiveField.Maker {
        private final Repulsion.Interpolated settings;
        private final StudentKernel kernel;
        private final double margin;
        private @Nullable Spectrum spectrum;

        Maker(Repulsion.Interpolated settings, StudentKernel kernel, double margin) {
            this.settings = settings;
            this.kernel = kernel;
            this.margin = margin;
        }

        @Override
        public InterpolationGrid of(double[] positions, Workers workers) {
            Frame frame = Frame.of(positions, settings, margin);
            Spectrum fitting = spectrum;
            if (fitting == null || !fitting.fits(frame)) {
                fitting = new Spectrum(frame, kernel, workers);
                spectrum = fitting;
            }
            return new InterpolationGrid(positions, frame, fitting, workers);
        }
    }

    /** The transform of the kernel, divided by those of the splines. */
    private static final class Spectrum {
        private static final double ROOM = 1.05;

        /** Between the farthest nodes and where the period ends, so that its kink is not felt. */
        private static final int GAP = 24;

        final double step;
        final double constant;
        final int height; // of the period, in nodes
        final int length;
        final float[] values; // real, [height, length / 2 + 1]
        final OwnShare ownShare;

        Spectrum(Frame frame, StudentKernel kernel, Workers workers) {
            this.step = frame.step;
            this.constant = constant(frame);
            this.height = size(frame.rows);
            this.length = size(frame.columns);
            int half = length / 2 + 1;
            double[] sampled = new double[height * length];
            workers.forEach(height, STRIPE, (from, to) -> {
                for (int row = from; row < to; row++) {
                    double dy = step * Math.min(row, height - row);
                    for (int column = 0; column < length; column++) {
                        double dx = step * Math.min(column, length - column);
                        double square = dx * dx + dy * dy;
                        sampled[row * length + column] = constant == 0
                                ? kernel.similarity(kernel.weight(square))
                                : Math.expm1(kernel.logSimilarity(square));
                    }
                }
            });
            this.values = new float[height * half];
            try (PointerScope scope = new PointerScope()) {
                double[] transform = Tensors.doubles(real(fft_rfft2(Tensors.ofDoubles(sampled, height, length))));
                double[] divided = new double[2 * transform.length]; // complex
                for (int row = 0; row < height; row++) {
                    double splineY = spline(2 * Math.PI * row / height);
                    for (int column = 0; column < half; column++) {
                        double spline = splineY * spline(2 * Math.PI * column / length);
                        double value = transform[row * half + column] / (spline * spline);
                        values[row * half + column] = (float) value;
                        divided[2 * (row * half + column)] = value;
                    }
                }
                Tensor spectrum = view_as_complex(Tensors.ofDoubles(divided, height, half, 2));
                LongOptional period = new LongOptional(length);
                Tensor coefficients = fft_irfft(fft_ifft(spectrum, new LongOptional(height), 0, NORM), period, 1, NORM);
                this.ownShare = new OwnShare(Tensors.doubles(part(coefficients, 1, 0, DEGREE + 1)), constant);
            }
        }

        /** In a narrow frame all similarities are near 1, of which float32 would keep too few digits. */
        private static double constant(Frame frame) {
            return frame.side() < 1 ? 1 : 0;
        }

        /** Transform of the quintic B-spline at the nodes: 1/120, 26/120, 66/120, 26/120, 1/120. */
        private static double spline(double frequency) {
            return (66 + 52 * Math.cos(frequency) + 2 * Math.cos(2 * frequency)) / 120;
        }

        boolean fits(Frame frame) {
            return frame.step == step
                    && constant(frame) == constant
                    && fits(frame.rows, height)
                    && fits(frame.columns, length);
        }

        /** Large enough that nothing wraps around, and not wastefully large. */
        private static boolean fits(int nodes, int size) {
            return 2 * nodes + GAP <= size && size(nodes) * 1.2 >= size;
        }

        /** An even number with no prime factor above 5, with some room to grow. */
        private static int size(int nodes) {
            int size = (int) (ROOM * 2 * nodes) + GAP;
            while (!isSmooth(size)) {
                size++;
            }
            return size;
        }

        private static boolean isSmooth(int size) {
            int rest = size;
            for (int prime : new int[] {2, 3, 5}) {
                while (rest % prime == 0) {
                    rest /= prime;
                }
            }
            return rest == 1 && size % 2 == 0;
        }
    }

    /**
     * What a point finds of itself where it lies. It should be k = 1 and no force; interpolated it is not quite, and depends on where
     * between nodes the point lies. Without taking that off, the force on points in sparse regions would be off by some per cent.
     */
    private static final class OwnShare {
        private static final int PLACES = 32;

        /** Similarity and force in x, in nodes, at {@code [y][x]} 32nds of the way between nodes; one more at each end. */
        private final double[] similarities = new double[(PLACES + 1) * (PLACES + 1)];

        private final double[] slopes = new double[similarities.length];
        private final double constant;

        /** @param kernel coefficients by distance in nodes, {@code [.., DEGREE + 1]} */
        OwnShare(double[] kernel, double constant) {
            this.constant = constant;
            double[][] values = new double[PLACES + 1][];
            double[][] derivatives = new double[PLACES + 1][];
            for (int place = 0; place <= PLACES; place++) {
                Splines splines = new Splines();
                splines.at((double) place / PLACES);
                values[place] = products(splines.values, splines.values);
                derivatives[place] = products(splines.slopes, splines.values);
            }
            for (int y = 0; y <= PLACES; y++) {
                for (int x = 0; x <= PLACES; x++) {
                    double similarity = 0;
                    double slope = 0;
                    for (int row = -DEGREE; row <= DEGREE; row++) {
                        for (int column = -DEGREE; column <= DEGREE; column++) {
                            double coefficient = kernel[Math.abs(row) * (DEGREE + 1) + Math.abs(column)];
                            double along = values[y][row + DEGREE] * coefficient;
                            similarity += along * values[x][column + DEGREE];
                            slope += along * derivatives[x][column + DEGREE];
                        }
                    }
                    similarities[y * (PLACES + 1) + x] = similarity;
                    slopes[y * (PLACES + 1) + x] = slope;
                }
            }
        }

        /** Σ a_i b_j over i − j = m, at m + {@value #DEGREE}. */
        private static double[] products(double[] a, double[] b) {
            double[] products = new double[2 * DEGREE + 1];
            for (int i = 0; i <= DEGREE; i++) {
                for (int j = 0; j <= DEGREE; j++) {
                    products[i - j + DEGREE] += a[i] * b[j];
                }
            }
            return products;
        }

        double similarity(double placeX, double placeY) {
            return constant + between(similarities, placeX, placeY);
        }

        /** A node; that in y is the one with x and y swapped. */
        double slope(double placeX, double placeY) {
            return between(slopes, placeX, placeY);
        }

        private static double between(double[] table, double placeX, double placeY) {
            double x = placeX * PLACES;
            double y = placeY * PLACES;
            int at = (int) y * (PLACES + 1) + (int) x;
            double right = x - (int) x;
            double up = y - (int) y;
            double lower = table[at] + right * (table[at + 1] - table[at]);
            double upper = table[at + PLACES + 1] + right * (table[at + PLACES + 2] - table[at + PLACES + 1]);
            return lower + up * (upper - lower);
        }
    }

    /** The splines that are not 0 at some place in one direction, and their derivatives: de Boor's recursion on equally spaced knots. */
    private static final class Splines {
        final double[] values = new double[DEGREE + 1];
        final double[] slopes = new double[DEGREE + 1]; // a node

        /** @param place past a node, 0 to 1 */
        void at(double place) {
            values[0] = 1;
            for (int degree = 1; degree <= DEGREE; degree++) {
                if (degree == DEGREE) {
                    slopes[0] = -values[0];
                    for (int j = 1; j < DEGREE; j++) {
                        slopes[j] = values[j - 1] - values[j];
                    }
                    slopes[DEGREE] = values[DEGREE - 1];
                }
                double carried = 0;
                for (int j = 0; j < degree; j++) {
                    double share = values[j] / degree;
                    values[j] = carried + (j + 1 - place) * share;
                    carried = (place + degree - j - 1) * share;
                }
                values[degree] = carried;
            }
        }
    }

    /** The points by stripe of rows. */
    private int[] byStripe(double[] positions, int[] starts) {
        int n = positions.length / 2;
        int[] stripes = new int[n];
        for (int i = 0; i < n; i++) {
            stripes[i] = (int) ((positions[2 * i + 1] - frame.originY) / frame.step) / STRIPE;
            starts[stripes[i] + 1]++;
        }
        for (int stripe = 1; stripe < starts.length; stripe++) {
            starts[stripe] += starts[stripe - 1];
        }
        int[] next = starts.clone();
        int[] sorted = new int[n];
        for (int i = 0; i < n; i++) {
            sorted[next[stripes[i]]++] = i;
        }
        return sorted;
    }

    /** First every other stripe, then those between: none writes where another does at the same time. */
    private float[] masses(double[] positions, int[] stripeStarts, Workers workers) {
        float[] masses = new float[frame.rows * frame.columns];
        int stripes = stripeStarts.length - 1;
        for (int odd = 0; odd < 2; odd++) {
            int parity = odd;
            workers.forEach((stripes + 1 - odd) / 2, 1, (from, to) -> {
                int stripe = 2 * from + parity;
                Splines alongX = new Splines();
                Splines alongY = new Splines();
                for (int i = stripeStarts[stripe]; i < stripeStarts[stripe + 1]; i++) {
                    double x = (positions[2 * order[i]] - frame.originX) / frame.step;
                    double y = (positions[2 * order[i] + 1] - frame.originY) / frame.step;
                    alongX.at(x - (int) x);
                    alongY.at(y - (int) y);
                    int first = ((int) y - DEGREE / 2) * frame.columns + (int) x - DEGREE / 2;
                    for (int row = 0; row <= DEGREE; row++) {
                        double share = alongY.values[row];
                        int at = first + row * frame.columns;
                        for (int column = 0; column <= DEGREE; column++) {
                            masses[at + column] += (float) (share * alongX.values[column]);
                        }
                    }
                }
            });
        }
        return masses;
    }

    /** Multiplies the masses' transform by the kernel's, and transforms back what is inside of the frame. */
    private float[] convolved(float[] masses, Spectrum spectrum, Workers workers) {
        int half = spectrum.length / 2 + 1;
        float[] result = new float[masses.length];
        LongOptional length = new LongOptional(spectrum.length);
        LongOptional height = new LongOptional(spectrum.height);
        try (PointerScope scope = new PointerScope()) {
            Tensor mass = Tensors.ofFloats(masses, frame.rows, frame.columns);
            Tensor factor = Tensors.ofFloats(spectrum.values, spectrum.height, half);
            Tensor transform = Tensors.empty(ScalarType.ComplexFloat, frame.rows, half);
            // Along rows first: those that are only padding need no transform, neither forth nor back.
            workers.forEach(frame.rows, BLOCK, (from, to) -> {
                try (PointerScope own = new PointerScope()) {
                    part(transform, 0, from, to).copy_(fft_rfft(part(mass, 0, from, to), length, 1, NORM));
                }
            });
            workers.forEach(half, BLOCK, (from, to) -> {
                try (PointerScope own = new PointerScope()) {
                    Tensor columns = part(transform, 1, from, to);
                    Tensor product = fft_fft(columns, height, 0, NORM).mul_(part(factor, 1, from, to));
                    columns.copy_(part(fft_ifft(product, height, 0, NORM), 0, 0, frame.rows));
                }
            });
            workers.forEach(frame.rows, BLOCK, (from, to) -> {
                try (PointerScope own = new PointerScope()) {
                    Tensor rows = fft_irfft(part(transform, 0, from, to), length, 1, NORM);
                    Tensor inside = part(rows, 1, 0, frame.columns).contiguous();
                    new FloatPointer(inside.data_ptr()).get(result, from * frame.columns, (to - from) * frame.columns);
                }
            });
        }
        return result;
    }

    private static Tensor part(Tensor tensor, int dimension, long from, long to) {
        return tensor.slice(dimension, new LongOptional(from), new LongOptional(to), 1);
    }

    /** Whether the field is known at a place. */
    boolean contains(double x, double y) {
        return frame.contains(x, y);
    }

    @Override
    public Probe probe() {
        return new Interpolation();
    }

    private final class Interpolation extends Probe {
        private final Splines alongX = new Splines();
        private final Splines alongY = new Splines();

        @Override
        void at(double placeX, double placeY) {
            double x = (placeX - frame.originX) / frame.step;
            double y = (placeY - frame.originY) / frame.step;
            alongX.at(x - (int) x);
            alongY.at(y - (int) y);
            int first = ((int) y - DEGREE / 2) * frame.columns + (int) x - DEGREE / 2;
            double sum = 0;
            double slopeX = 0;
            double slopeY = 0;
            for (int row = 0; row <= DEGREE; row++) {
                int at = first + row * frame.columns;
                double value = 0;
                double slope = 0;
                for (int column = 0; column <= DEGREE; column++) {
                    double coefficient = coefficients[at + column];
                    value += alongX.values[column] * coefficient;
                    slope += alongX.slopes[column] * coefficient;
                }
                sum += alongY.values[row] * value;
                slopeX += alongY.values[row] * slope;
                slopeY += alongY.slopes[row] * value;
            }
            forceX = -0.5 * slopeX / frame.step;
            forceY = -0.5 * slopeY / frame.step;
            similarity = sum + offset;
        }

        @Override
        void atPoint(double placeX, double placeY) {
            at(placeX, placeY);
            double x = (placeX - frame.originX) / frame.step;
            double y = (placeY - frame.originY) / frame.step;
            double betweenX = x - (int) x;
            double betweenY = y - (int) y;
            forceX += 0.5 * ownShare.slope(betweenX, betweenY) / frame.step;
            forceY += 0.5 * ownShare.slope(betweenY, betweenX) / frame.step;
            similarity -= ownShare.similarity(betweenX, betweenY);
        }
    }

    @Override
    public int[] order() {
        return order;
    }
}
