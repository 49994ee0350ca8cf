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
 * Computes the field by interpolation and fast Fourier transform, after FIt-SNE (Linderman et al., Nature Methods
 * 2019). Every point spreads its unit of mass over the nodes of a grid around it, a convolution with the kernel gives
 * the sums at all nodes, and values between nodes are interpolated.
 *
 * <p>The implementation differs from the paper in three ways, which make it both more accurate and faster.
 *
 * <ol>
 *   <li>The polynomials are quintic B-splines, as in the particle-mesh Ewald method (Essmann et al., J. Chem. Phys.
 *       1995), not quadratic Lagrange polynomials for each interval. The splines and their derivatives are smooth
 *       across intervals, so a node every half unit is enough. The coefficients are those of the interpolating spline:
 *       the kernel's transform is divided by that of the splines, once for each direction and for each of the two
 *       points.
 *   <li>The force is the derivative of the sum of similarities, Σ k·u·(y − y_j) = −½ ∇ Σ k(y − y_j), whatever the
 *       degrees of freedom. So one mass and one convolution suffice for the sum and the force, where the paper has
 *       four.
 *   <li>Hence no large values are subtracted from each other, and float32 is enough. At the very start all
 *       similarities are almost 1, and their difference to 1 is convolved instead.
 * </ol>
 *
 * <p>libtorch computes the transforms. Their sizes are products of small primes.
 */
final class InterpolationGrid implements RepulsiveField {
    private static final int DEGREE = 5;

    /** Nodes beyond the outermost points on each side, which their splines reach. */
    private static final int REACH = DEGREE / 2 + 1;

    /**
     * Rows of nodes that one thread fills at a time; more than a spline covers, so every other stripe is independent.
     */
    private static final int STRIPE = 8;

    /** Rows or columns transformed in one call. */
    private static final int BLOCK = 64;

    private static final StringViewOptional NORM = new StringViewOptional();

    private final Frame frame;
    private final OwnShare ownShare;
    /** Sum of the masses times {@code constant}, which the transformed kernel omits. */
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
     * The positions of the nodes. All points lie far enough inside for their splines to lie on the grid.
     *
     * @param originX x of the first node
     * @param originY y of the first node
     * @param step distance between nodes
     */
    private record Frame(double originX, double originY, double step, int columns, int rows) {
        /**
         * Steps smaller than usual are quantised, so that the kernel need not be recomputed whenever the embedding
         * grows.
         */
        private static final double STAGE = Math.pow(2, 0.25);

        /** @param margin margin beyond the positions on each side, as a share of the longer side */
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

        /** Returns whether the splines of a position lie on the grid. */
        boolean contains(double x, double y) {
            double column = (x - originX) / step;
            double row = (y - originY) / step;
            return column >= REACH && row >= REACH && column < columns - REACH && row < rows - REACH;
        }
    }

    /** Creates grids with the same settings; caches the kernel's transform while it fits. */
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

    /** The transform of the kernel, divided by the transforms of the splines. */
    private static final class Spectrum {
        private static final double ROOM = 1.05;

        /** Gap between the farthest nodes and the end of the period, so that the kink there has no effect. */
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

        /**
         * Returns the constant to subtract: in a narrow frame all similarities are near 1, and float32 would lose
         * digits.
         */
        private static double constant(Frame frame) {
            return frame.side() < 1 ? 1 : 0;
        }

        /** Returns the transform of the quintic B-spline at the nodes: 1/120, 26/120, 66/120, 26/120, 1/120. */
        private static double spline(double frequency) {
            return (66 + 52 * Math.cos(frequency) + 2 * Math.cos(2 * frequency)) / 120;
        }

        boolean fits(Frame frame) {
            return frame.step == step
                    && constant(frame) == constant
                    && fits(frame.rows, height)
                    && fits(frame.columns, length);
        }

        /** Returns whether a size is large enough that nothing wraps around, and not wastefully large. */
        private static boolean fits(int nodes, int size) {
            return 2 * nodes + GAP <= size && size(nodes) * 1.2 >= size;
        }

        /** Returns an even size without prime factors above 5, with some room to grow. */
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
     * The contribution of a point to the field at its own position. It should be k = 1 and no force. The interpolated
     * values differ slightly and depend on the position between nodes. Without subtracting them, the force on points in
     * sparse regions would be wrong by a few per cent.
     */
    private static final class OwnShare {
        private static final int PLACES = 32;

        /**
         * Similarity at {@code [y][x]} 32nds of the way between nodes, both ends included; {@code slopes} has the force
         * in x.
         */
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

        /** Returns Σ a_i b_j over i − j = m, at index m + {@value #DEGREE}. */
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

        /** Returns the slope in x per node. Swap x and y for the slope in y. */
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

    /**
     * The splines that are not 0 at a position in one direction, and their derivatives, by de Boor's recursion on
     * equally spaced knots.
     */
    private static final class Splines {
        final double[] values = new double[DEGREE + 1];
        final double[] slopes = new double[DEGREE + 1]; // per node

        /** @param place position after a node, 0 to 1 */
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

    /** Returns the points sorted by stripe of rows. */
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

    /** Fills every other stripe first, then those between, so that no two threads write to the same node. */
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

    /** Multiplies the masses' transform by the kernel's, and transforms the part inside the frame back. */
    private float[] convolved(float[] masses, Spectrum spectrum, Workers workers) {
        int half = spectrum.length / 2 + 1;
        float[] result = new float[masses.length];
        LongOptional length = new LongOptional(spectrum.length);
        LongOptional height = new LongOptional(spectrum.height);
        try (PointerScope scope = new PointerScope()) {
            Tensor mass = Tensors.ofFloats(masses, frame.rows, frame.columns);
            Tensor factor = Tensors.ofFloats(spectrum.values, spectrum.height, half);
            Tensor transform = Tensors.empty(ScalarType.ComplexFloat, frame.rows, half);
            // Along rows first: rows of padding alone need no transform in either direction.
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

    /** Returns whether the field is known at a position. */
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
