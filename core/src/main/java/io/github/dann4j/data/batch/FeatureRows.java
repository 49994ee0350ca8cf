package io.github.dann4j.data.batch;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import java.util.Locale;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** Normalised vectors of features: float32 {@code [n, columns]}, each column as (x − mean) / sd. */
final class FeatureRows implements Examples {
    private final FeatureSet set;
    private final Tensor mean; // [columns]
    private final Tensor factor; // [columns], 1 / sd

    FeatureRows(FeatureSet set, Normalisation normalisation) {
        int columns = normalisation.mean().size();
        if (columns != set.columns()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s has %d columns, the normalisation has %d", set.name(), set.columns(), columns));
        }
        this.set = set;
        float[] means = new float[columns];
        float[] factors = new float[columns];
        for (int column = 0; column < columns; column++) {
            means[column] = normalisation.mean().get(column).floatValue();
            factors[column] = (float) (1 / normalisation.sd().get(column));
        }
        this.mean = Tensors.ofFloats(means, columns).retainReference();
        this.factor = Tensors.ofFloats(factors, columns).retainReference();
    }

    @Override
    public int size() {
        return set.size();
    }

    @Override
    public Tensor batch(Tensor numbers) {
        return index_select(set.features(), 0, numbers).sub_(mean).mul_(factor);
    }

    @Override
    public Tensor range(int from, int to) {
        return set.features()
                .slice(0, new LongOptional(from), new LongOptional(to), 1)
                .sub(mean)
                .mul_(factor);
    }

    @Override
    public void close() {
        mean.releaseReference();
        factor.releaseReference();
    }
}
