package io.github.dann4j.shallow;

import io.github.dann4j.engine.Cancellation;
import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Marginalised stacked denoising autoencoders (Chen et al., 2012), the features of the right half of the paper's table
 * 1. Each layer has, in closed form, the weights that restore its input best from all corrupted copies of it; no copy is
 * made. It needs no labels.
 *
 * <p>Owns its native memory: one matrix of {@code (columns + 1) × columns} float64 values for each layer.
 */
public final class Msda implements AutoCloseable {
    /** Rows that are transformed at once. */
    private static final int BLOCK = 2000;

    /** Added to the diagonal, as in the authors' program; not for the bias. */
    private static final double RIDGE = 1e-5;

    /** The transposed weights of each layer, {@code [columns + 1, columns]}, the bias last. */
    private final List<Tensor> layers;

    private final int columns;

    /**
     * How features are learnt.
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
     * Learns the weights.
     *
     * @param rows float32 or float64 {@code [n, columns]}: the rows of both domains, one after the other
     * @throws ShallowException if the rows are no such tensor, or a layer has no solution in float64
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Msda fit(Tensor rows, Settings settings) {
        if (rows.dim() != 2 || rows.numel() == 0) {
            throw new ShallowException(
                    String.format(Locale.ROOT, "expected rows [n, columns], got %d dimensions", rows.dim()));
        }
        List<Tensor> layers = new ArrayList<>();
        Msda result = new Msda(layers, Math.toIntExact(rows.size(1)));
        try (PointerScope scope = new PointerScope()) {
            Tensor input = rows.to(ScalarType.Double);
            for (int layer = 0; layer < settings.layers(); layer++) {
                Cancellation.check("mSDA");
                layers.add(weights(input, settings.corruption()));
                input = next(input, layers.get(layer));
            }
            return result;
        } catch (RuntimeException e) {
            result.close();
            throw e;
        }
    }

    /** The transposed weights of one layer: (Q + ridge)⁻¹ Pᵀ. */
    private static Tensor weights(Tensor input, double corruption) {
        try (PointerScope scope = new PointerScope()) {
            long columns = input.size(1);
            Tensor scatter = withBias(input).t().mm(withBias(input));
            double[] kept = new double[(int) columns + 1];
            java.util.Arrays.fill(kept, 1 - corruption);
            kept[(int) columns] = 1;
            Tensor q = Tensors.ofDoubles(kept, columns + 1);
            Tensor right = scatter.mul(q.unsqueeze(1)).slice(1, new LongOptional(0), new LongOptional(columns), 1);
            double[] ridge = new double[kept.length];
            java.util.Arrays.fill(ridge, 0, (int) columns, RIDGE);
            Tensor diagonal = scatter.diag().mul(q).add(Tensors.ofDoubles(ridge, columns + 1));
            Tensor left = scatter.mul(q.unsqueeze(1)).mul_(q.unsqueeze(0));
            left.diagonal().copy_(diagonal);
            Tensor factor = torch.linalg_cholesky(left);
            Tensor solved = torch.cholesky_solve(right, factor);
            if (!solved.isfinite().all().item_bool()) {
                throw new ShallowException("mSDA has no finite solution for these rows; scale the columns");
            }
            return solved.contiguous().retainReference(); // taken over by fit
        }
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
     * @throws ShallowException if the rows have other columns than those of {@link #fit}
     */
    public Tensor transform(Tensor rows) {
        if (rows.dim() != 2 || rows.size(1) != columns) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "mSDA was learnt on rows of %d columns, got %d",
                    columns,
                    rows.dim() == 2 ? rows.size(1) : -1));
        }
        Tensor all = Tensors.empty(ScalarType.Float, rows.size(0), features());
        for (long from = 0; from < rows.size(0); from += BLOCK) {
            Cancellation.check("mSDA");
            long to = Math.min(rows.size(0), from + BLOCK);
            try (PointerScope scope = new PointerScope()) {
                Tensor part = rows.slice(0, new LongOptional(from), new LongOptional(to), 1)
                        .to(ScalarType.Double);
                Tensor place = all.slice(0, new LongOptional(from), new LongOptional(to), 1);
                for (int layer = 0; layer <= layers.size(); layer++) {
                    long left = (long) layer * columns;
                    place.slice(1, new LongOptional(left), new LongOptional(left + columns), 1)
                            .copy_(part);
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
