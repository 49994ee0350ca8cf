package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Terms;
import java.util.List;

/** Passes each event to two listeners, one after the other. */
record CompositeListener(ExperimentListener first, ExperimentListener second) implements ExperimentListener {
    @Override
    public void started(MethodType<?> method, long seed, int steps) {
        first.started(method, seed, steps);
        second.started(method, seed, steps);
    }

    @Override
    public void skipped(RunRecord record) {
        first.skipped(record);
        second.skipped(record);
    }

    @Override
    public void resumed(int done, long images, List<Rollback> rollbacks) {
        first.resumed(done, images, rollbacks);
        second.resumed(done, images, rollbacks);
    }

    @Override
    public void wentBack(MethodType<?> method, long seed, Rollback rollback) {
        first.wentBack(method, seed, rollback);
        second.wentBack(method, seed, rollback);
    }

    @Override
    public void exchanged(StepExchange exchange) {
        first.exchanged(exchange);
        second.exchanged(exchange);
    }

    @Override
    public void updated(StepContext context, Terms losses, long images) {
        first.updated(context, losses, images);
        second.updated(context, losses, images);
    }

    @Override
    public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point, TrainingView view) {
        first.measured(method, seed, point, view);
        second.measured(method, seed, point, view);
    }

    @Override
    public boolean wantsGradients() {
        return first.wantsGradients() || second.wantsGradients();
    }

    @Override
    public boolean wantsNetwork(int done, int steps) {
        return first.wantsNetwork(done, steps) || second.wantsNetwork(done, steps);
    }

    @Override
    public void reached(MethodType<?> method, long seed, int done, Network network, Domain targetStatistics) {
        first.reached(method, seed, done, network, targetStatistics);
        second.reached(method, seed, done, network, targetStatistics);
    }

    @Override
    public void finished(RunRecord record, TrainingView view) {
        first.finished(record, view);
        second.finished(record, view);
    }
}
