package io.github.dann4j.experiment;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.result.DataRecord;
import io.github.dann4j.result.RunRecord;
import java.nio.file.Path;

/**
 * A trained network and its results; owns the network.
 *
 * @param targetStatistics the domain whose batch statistics the network uses on target images
 */
@PublicApi
public record TrainedRun(Network network, Domain targetStatistics, RunRecord record) implements AutoCloseable {
    /** What belongs to the network when it is saved, of a run on this pair. */
    public ModelCard card(DomainPair pair) {
        return card(pair, pair.nameOf("source"), pair.nameOf("target"));
    }

    /** As {@link #card(DomainPair)}, with the names by which the datasets were asked for. */
    public ModelCard card(DomainPair pair, String source, String target) {
        return card(pair, source, target, record.method(), record.seed(), network, targetStatistics);
    }

    /**
     * What belongs to a network when it is saved during its training.
     *
     * @param targetStatistics the domain whose batch statistics the network uses on target images
     */
    public static ModelCard card(
            DomainPair pair,
            String source,
            String target,
            String method,
            long seed,
            Network network,
            Domain targetStatistics) {
        Path directory = pair.directory();
        return new ModelCard(
                method,
                source,
                target,
                seed,
                pair.sourceTrain().classNames(),
                network.spec(),
                pair.preprocessing(),
                pair.normalisation(),
                targetStatistics,
                pair.imageSizes(),
                directory == null ? null : directory.toString(),
                pair.records().stream().map(DataRecord::withoutNotes).toList(),
                pair.backbone());
    }

    @Override
    public void close() {
        network.close();
    }
}
