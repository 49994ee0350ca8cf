package io.github.dann4j.distribute;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/**
 * Sums a few values over all workers. For few values, the cost is the number of consecutive messages: log₂ W here, 2 (W
 * − 1) for a ring as in gloo. In each round, every worker exchanges its value with a worker that is twice as far away
 * as in the previous round, and adds the value it receives (recursive doubling; Thakur, Rabenseifner and Gropp,
 * <i>Optimization of Collective Communication Operations in MPICH</i>, 2005). If W is not a power of two, the workers
 * beyond the largest power of two in W first send their values to a worker below it, and receive the sum at the end.
 *
 * <p>Two workers that exchange values add the same two numbers. So they have the same bits after every round, and all
 * workers have the same bits at the end.
 */
final class RecursiveDoubling {
    private static final int TAG = 1;

    private final ProcessGroupGloo group;
    private final Shard share;

    RecursiveDoubling(ProcessGroupGloo group, Shard share) {
        this.group = group;
        this.share = share;
    }

    /** @throws RuntimeException from c10d, if another worker does not respond */
    double[] of(double[] values) {
        double[] sum = values.clone();
        int self = share.part();
        int paired = Integer.highestOneBit(share.parts());
        if (self >= paired) {
            send(sum, self - paired);
            return receive(sum.length, self - paired);
        }
        boolean hasGuest = self + paired < share.parts();
        if (hasGuest) {
            add(sum, receive(sum.length, self + paired));
        }
        for (int distance = 1; distance < paired; distance *= 2) {
            add(sum, swap(sum, self ^ distance));
        }
        if (hasGuest) {
            send(sum, self + paired);
        }
        return sum;
    }

    private static void add(double[] sum, double[] other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
    }

    private void send(double[] values, int to) {
        try (PointerScope scope = new PointerScope()) {
            group.send(row(values), to, TAG)._wait();
        }
    }

    private double[] receive(int count, int from) {
        try (PointerScope scope = new PointerScope()) {
            TensorVector theirs = row(new double[count]);
            group.recv(theirs, from, TAG)._wait();
            return Tensors.doubles(theirs.get(0));
        }
    }

    private double[] swap(double[] own, int with) {
        try (PointerScope scope = new PointerScope()) {
            TensorVector theirs = row(new double[own.length]);
            Work receipt = group.recv(theirs, with, TAG);
            Work dispatch = group.send(row(own), with, TAG);
            receipt._wait();
            dispatch._wait();
            return Tensors.doubles(theirs.get(0));
        }
    }

    private static TensorVector row(double[] values) {
        Tensor row = Tensors.ofDoubles(values, values.length);
        return new TensorVector(row);
    }
}
