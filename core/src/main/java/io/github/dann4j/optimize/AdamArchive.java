package io.github.dann4j.optimize;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.github.dann4j.engine.Tensors;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Tensor;

/**
 * Reads the state of {@link Adam} as earlier versions kept it: one tensor {@code adam} with the archive that libtorch
 * writes of its optimizer.
 */
final class AdamArchive {
    private static final String NAME = "adam";

    private AdamArchive() {}

    static boolean isOne(Map<String, Tensor> state) {
        return state.size() == 1 && state.containsKey(NAME);
    }

    /**
     * Returns the same state under today's names.
     *
     * @param own state of the optimizer that is restored: gives names and shapes
     * @throws IllegalArgumentException if the archive cannot be read or has another number of parameters
     */
    static Map<String, Tensor> read(Map<String, Tensor> state, Map<String, Tensor> own) {
        Tensor bytes = Objects.requireNonNull(state.get(NAME));
        try {
            InputArchive archive = new InputArchive();
            archive.load_from(new BytePointer(bytes.data_ptr()), bytes.numel());
            InputArchive group = part(part(archive, "param_groups"), "param_groups/0");
            InputArchive moments = part(archive, "state");
            return read(group, moments, own);
        } catch (
                RuntimeException
                        e) { // libtorch's exceptions have no type of their own; their text contains a stack trace
            throw new IllegalArgumentException(
                    "cannot read the state of Adam: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private static Map<String, Tensor> read(InputArchive group, InputArchive moments, Map<String, Tensor> own) {
        int parameters = (int) Objects.requireNonNull(own.get(Adam.UPDATES)).numel();
        Tensor size = new Tensor();
        group.read("params/size", size);
        if (size.item_long() != parameters) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "it has %d parameters, the network trains %d", size.item_long(), parameters));
        }
        Map<String, Tensor> read = new LinkedHashMap<>();
        long[] updates = new long[parameters];
        for (int i = 0; i < parameters; i++) {
            IValue key = new IValue();
            group.read("params/" + i, key);
            InputArchive kept = new InputArchive();
            boolean updated = moments.try_read(key.toStringRef().getString(), kept);
            for (String moment : new String[] {Adam.MEAN, Adam.SQUARE}) {
                read.put(moment + i, updated ? moment(kept, moment) : zeros_like(own.get(moment + i)));
            }
            if (updated) {
                IValue count = new IValue();
                kept.read("step", count);
                updates[i] = count.toInt();
            }
        }
        read.put(Adam.UPDATES, Tensors.ofLongs(updates, parameters));
        return read;
    }

    private static InputArchive part(InputArchive archive, String name) {
        InputArchive part = new InputArchive();
        archive.read(name, part);
        return part;
    }

    private static Tensor moment(InputArchive kept, String prefix) {
        IValue value = new IValue();
        kept.read(prefix.substring(0, prefix.length() - 1), value);
        return value.toTensor();
    }
}
