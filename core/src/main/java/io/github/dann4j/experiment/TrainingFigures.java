package io.github.dann4j.experiment;

import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.result.ExchangeRecord;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a completed training before its network is tested; see {@link RunRecord}.
 *
 * @param seconds of training and of what the method measures at its end
 */
record TrainingFigures(
        @Nullable ClassShareEstimate shares,
        double seconds,
        double imagesPerSecond,
        List<RunRecord.CurvePoint> curve,
        @Nullable ExchangeRecord exchange,
        List<Rollback> rollbacks) {}
