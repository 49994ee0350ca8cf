package io.github.dann4j.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user's choice of device: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}. */
public final class DeviceChoice {
    private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");

    /** The devices that a choice can mean. */
    private enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    private final Kind kind;
    private final @Nullable Integer index; // of the GPU; null for any

    private DeviceChoice(Kind kind, @Nullable Integer index) {
        this.kind = kind;
        this.index = index;
    }

    /**
     * Parses a choice: {@code auto} is a GPU if libtorch can use one, otherwise the processor; {@code cuda} is a GPU;
     * {@code cuda:N} the GPU with this number, from 0.
     *
     * @throws IllegalArgumentException if the text is none of them; the message names them
     */
    public static DeviceChoice of(String text) {
        Matcher cuda = CUDA.matcher(text);
        if (cuda.matches()) {
            return new DeviceChoice(Kind.CUDA, cuda.group(1) == null ? null : Integer.valueOf(cuda.group(1)));
        }
        return switch (text) {
            case "auto" -> new DeviceChoice(Kind.AUTO, null);
            case "cpu" -> new DeviceChoice(Kind.CPU, null);
            default ->
                throw new IllegalArgumentException(
                        "the device must be auto, cpu, cuda or cuda:N (the GPU with this number, from 0), got '%s'"
                                .formatted(text));
        };
    }

    /**
     * Returns the device.
     *
     * @param worker number of this process among those of its training on this machine, from 0; if the choice leaves
     *     open which GPU, workers get the GPUs in turn
     * @throws EngineException if a GPU was chosen that cannot be used; the message says what is missing
     */
    public Device resolve(int worker) {
        if (kind == Kind.CPU || (kind == Kind.AUTO && !Cuda.isUsable())) {
            return Device.CPU;
        }
        return Device.cuda(index != null ? index : worker % Cuda.require());
    }

    /**
     * Returns why {@code auto} takes the processor although libtorch with CUDA is on the class path; empty if there is
     * nothing to say.
     */
    public Optional<String> remark() {
        return kind == Kind.AUTO ? Cuda.remark() : Optional.empty();
    }
}
