package io.github.dann4j.data.batch;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Tensors;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/** Normalised vectors of features: float32 {@code [n, columns]}, each column as (x − mean) / sd. */
final class FeatureRows implements Examples {
    private final StoredRows stored;
    private final int size;
    private final Tensor mean; // [columns]
    private final Tensor factor; // [columns], 1 / sd

    FeatureRows(FeatureSet set, Normalisation normalisation) {
        int columns = normalisation.mean().size();
        if (columns != set.columns()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s has %d columns, the normalisation has %d", set.name(), set.columns(), columns));
        }
        this.stored = new StoredRows(set.features());
        this.size = set.size();
        float[] means = new float[columns];
        float[] factors = new float[columns];
        for (int column = 0; column < columns; column++) {
            means[column] = normalisation.mean().get(column).floatValue();
            factors[column] = (float) (1 / normalisation.sd().get(column));
        }
        this.mean = Device.current().place(Tensors.ofFloats(means, columns)).retainReference();
        this.factor = Device.current().place(Tensors.ofFloats(factors, columns)).retainReference();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Tensor batch(Tensor numbers) {
        return stored.select(numbers).sub_(mean).mul_(factor);
    }

    @Override
    public Tensor range(int from, int to) {
        return stored.range(from, to).sub(mean).mul_(factor);
    }

    @Override
    public void close() {
        stored.close();
        mean.releaseReference();
        factor.releaseReference();
    }
}
