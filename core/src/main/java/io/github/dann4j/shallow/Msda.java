package io.github.dann4j.shallow;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Marginalised stacked denoising autoencoders (Chen et al., 2012), the features of the right half of the paper's table
 * 1. Each layer has, in closed form, the weights that restore its input best from all corrupted copies of it; no copy is
 * made. It needs no labels.
 *
 * <p>Owns its native memory: one matrix of {@code (columns + 1) × columns} values for each layer.
 */
public final class Msda implements AutoCloseable {
    /** Rows that are worked on at once. */
    private static final int BLOCK = 1000;

    /** Added to the diagonal, as in the authors' program; not for the bias. */
    private static final double RIDGE = 1e-5;

    /** The transposed weights of each layer, {@code [columns + 1, columns]}, the bias last. */
    private final List<Tensor> layers;

    private final int columns;

    /**
     * How features are learned.
     *
     * @param layers number of layers, 1 to 20
     * @param corruption the share of values that a copy loses, 0 or more and less than 1
     */
    public record Settings(int layers, double corruption) {
        public Settings {
            if (layers < 1 || layers > 20 || !(corruption >= 0 && corruption < 1)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "layers must be 1 to 20 and corruption 0 or more and less than 1, got %d and %s",
                        layers,
                        corruption));
            }
        }

        /** The paper's settings: 5 layers, corruption of 50 %. */
        public static Settings paper() {
            return new Settings(5, 0.5);
        }
    }

    private Msda(List<Tensor> layers, int columns) {
        this.layers = layers;
        this.columns = columns;
    }

    /**
     * What was learned from rows.
     *
     * @param msda to be closed by the caller
     * @param features of the rows themselves, as {@link #transform} gives them; owned by the caller's scope
     */
    public record Learned(Msda msda, Tensor features) {}

    /**
     * Learns the weights.
     *
     * @param rows float32 or float64 {@code [n, columns]}: the rows of both domains, one after the other; everything is
     *     computed in their type
     * @throws ShallowException if the rows are not such a tensor, or a layer has no finite solution
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Learned learn(Tensor rows, Settings settings) {
        if (rows.dim() != 2 || rows.numel() == 0 || !rows.is_floating_point()) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "expected rows as float32 or float64 [n, columns], got %s of %d dimensions",
                    rows.scalar_type().intern(),
                    rows.dim()));
        }
        int columns = Math.toIntExact(rows.size(1));
        Msda msda = new Msda(new ArrayList<>(), columns);
        Tensor features = Tensors.empty(ScalarType.Float, rows.size(0), (long) columns * (settings.layers() + 1));
        try (PointerScope scope = new PointerScope()) {
            Tensor input = rows;
            columnsOf(features, 0, columns).copy_(input);
            for (int layer = 0; layer < settings.layers(); layer++) {
                Cancellation.check("mSDA");
                try (PointerScope inner = new PointerScope()) {
                    Layer made = layer(input, 1 - settings.corruption());
                    if (!made.weights.isfinite().all().item_bool()) {
                        throw new ShallowException("mSDA has no finite solution for these rows; scale the columns");
                    }
                    msda.layers.add(made.weights.contiguous().retainReference());
                    columnsOf(features, layer + 1, columns).copy_(made.output);
                    input = made.output;
                    scope.attach(input.retainReference());
                }
            }
            return new Learned(msda, features);
        } catch (RuntimeException e) {
            msda.close();
            throw e;
        }
    }

    private static Tensor columnsOf(Tensor features, int layer, long columns) {
        return features.slice(1, new LongOptional(layer * columns), new LongOptional((layer + 1) * columns), 1);
    }

    /**
     * One layer.
     *
     * @param weights transposed, {@code [columns + 1, columns]}
     * @param output of the rows from which they were learned
     */
    private record Layer(Tensor weights, Tensor output) {}

    /**
     * Learns one layer: W = P (Q + ridge)⁻¹, where P and Q come from the scatter matrix of the rows and the bias.
     *
     * <p>The bias is not corrupted, so it can be eliminated: with the rows C after subtraction of their mean m, the share
     * q of values that a copy keeps, and D = q (1 − q) diag(S) + ridge, W = q CᵀC (q² CᵀC + D)⁻¹, and the bias is m − q W
     * m. This is a system of as many equations as there are columns, or, with A = I + q² C D⁻¹ Cᵀ and B = A⁻¹ C, of as
     * many as there are rows: Wᵀ = q D⁻¹ Cᵀ B. The smaller one is solved. The second is also better conditioned.
     */
    private static Layer layer(Tensor input, double q) {
        Tensor mean = input.mean(new long[] {0}, true, new ScalarTypeOptional());
        Tensor centred = input.sub(mean);
        Tensor diagonal = input.mul(input)
                .sum(new long[] {0}, true, new ScalarTypeOptional())
                .mul_(new Scalar(q * (1 - q)))
                .add_(new Scalar(RIDGE));
        Tensor weights;
        if (input.size(0) < input.size(1)) {
            Tensor scaled = centred.div(diagonal);
            Tensor system = symmetric(scaled, centred).mul_(new Scalar(q * q));
            system.diagonal().add_(new Scalar(1.0));
            Tensor solved = torch.cholesky_solve(centred, factor(system));
            weights = scaled.t().mm(solved).mul_(new Scalar(q));
        } else {
            Tensor scatter = symmetric(centred.t(), centred.t());
            Tensor system = scatter.mul(new Scalar(q * q));
            system.diagonal().add_(diagonal.squeeze(0));
            weights = torch.cholesky_solve(scatter, factor(system)).mul_(new Scalar(q));
        }
        Tensor bias = mean.sub(mean.mm(weights).mul_(new Scalar(q)));
        Tensor all = torch.cat(new TensorVector(weights, bias), 0);
        return new Layer(all, next(input, all));
    }

    private static Tensor factor(Tensor system) {
        try {
            return torch.linalg_cholesky(system);
        } catch (RuntimeException e) {
            throw new ShallowException("mSDA has no solution for these rows in their precision; give float64 rows", e);
        }
    }

    /** Returns left · rightᵀ, which is symmetric, by blocks of its lower triangle. */
    private static Tensor symmetric(Tensor left, Tensor right) {
        long n = left.size(0);
        Tensor product = Tensors.empty(left.scalar_type().intern(), n, n);
        for (long from = 0; from < n; from += BLOCK) {
            Cancellation.check("mSDA");
            long to = Math.min(n, from + BLOCK);
            try (PointerScope scope = new PointerScope()) {
                Tensor rows = left.slice(0, new LongOptional(from), new LongOptional(to), 1);
                Tensor part = rows.mm(right.slice(0, new LongOptional(0), new LongOptional(to), 1)
                        .t());
                product.slice(0, new LongOptional(from), new LongOptional(to), 1)
                        .slice(1, new LongOptional(0), new LongOptional(to), 1)
                        .copy_(part);
                product.slice(1, new LongOptional(from), new LongOptional(to), 1)
                        .slice(0, new LongOptional(0), new LongOptional(to), 1)
                        .copy_(part.t());
            }
        }
        return product;
    }

    private static Tensor withBias(Tensor input) {
        return torch.constant_pad_nd(input, new long[] {0, 1}, new Scalar(1.0));
    }

    private static Tensor next(Tensor input, Tensor weights) {
        return withBias(input).mm(weights).tanh_();
    }

    /** Returns the number of columns of the features: those of the rows, and as many for each layer. */
    public int features() {
        return columns * (layers.size() + 1);
    }

    /**
     * Returns the features of rows: the rows themselves, then the output of each layer, each value between −1 and 1.
     *
     * @param rows float32 or float64 {@code [n, columns]}
     * @return float32 {@code [n, columns (layers + 1)]}, owned by the caller's scope
     * @throws ShallowException if the rows have other columns than those of {@link #learn}
     */
    public Tensor transform(Tensor rows) {
        if (rows.dim() != 2 || rows.size(1) != columns) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "mSDA was learned on rows of %d columns, got %d",
                    columns,
                    rows.dim() == 2 ? rows.size(1) : -1));
        }
        Tensor all = Tensors.empty(ScalarType.Float, rows.size(0), features());
        for (long from = 0; from < rows.size(0); from += BLOCK) {
            Cancellation.check("mSDA");
            long to = Math.min(rows.size(0), from + BLOCK);
            try (PointerScope scope = new PointerScope()) {
                Tensor part = rows.slice(0, new LongOptional(from), new LongOptional(to), 1)
                        .to(layers.get(0).scalar_type());
                Tensor place = all.slice(0, new LongOptional(from), new LongOptional(to), 1);
                for (int layer = 0; layer <= layers.size(); layer++) {
                    columnsOf(place, layer, columns).copy_(part);
                    if (layer < layers.size()) {
                        part = next(part, layers.get(layer));
                    }
                }
            }
        }
        return all;
    }

    @Override
    public void close() {
        layers.forEach(Tensor::releaseReference);
    }
}
