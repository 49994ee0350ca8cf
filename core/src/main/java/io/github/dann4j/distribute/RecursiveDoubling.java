package io.github.dann4j.distribute;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/**
 * The sum of few values over all workers, of which the number of messages behind each other is all the cost: log₂ W of them, where a
 * ring, gloo's way, needs 2 (W − 1). In each round every worker swaps what it has with one other, which is twice as far away as in
 * the round before, and adds it (recursive doubling; Thakur, Rabenseifner and Gropp, <i>Optimization of Collective Communication
 * Operations in MPICH</i>, 2005). Where W is no power of two, the workers beyond the largest one in W give theirs to one below it first,
 * and get the sum in the end.
 *
 * <p>Two workers that swap add the same two numbers, so after every round they have the same bits, and in the end all have.
 */
final class RecursiveDoubling {
    private static final int TAG = 1;

    private final ProcessGroupGloo group;
    private final Share share;

    RecursiveDoubling(ProcessGroupGloo group, Share share) {
        this.group = group;
        this.share = share;
    }

    /** @throws RuntimeException c10d's, if another worker does not answer */
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
