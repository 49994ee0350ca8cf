package io.github.dann4j.data;

/** What one step trains on: a labelled source batch and an unlabelled target batch. */
public record BatchPair(LabeledBatch source, UnlabeledBatch target) {}
