package io.github.dann4j.data;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The feature vectors of one split of a dataset: float32 {@code [n, columns]}, all finite, in the units of their file,
 * with labels if there are any.
 */
@PublicApi
public final class FeatureSet implements ExampleSet {
    private static final String THINGS = "rows";

    private final String name;
    private final Split split;
    private final Tensor features;
    private final List<String> columnNames;
    private final Labels labels;
    private final List<String> notes;
    private final @Nullable ImageFiles files;

    private FeatureSet(
            String name,
            Split split,
            Tensor features,
            List<String> columnNames,
            Labels labels,
            List<String> notes,
            @Nullable ImageFiles files) {
        this.name = name;
        this.split = split;
        this.features = features.retainReference();
        this.columnNames = List.copyOf(columnNames);
        this.labels = labels.retained();
        this.notes = List.copyOf(notes);
        this.files = files;
    }

    /**
     * Creates labelled features.
     *
     * @param rows one row per example, all of the same length
     * @param labels one per row, from 0
     * @param classNames in label order
     * @throws DataException if the counts or labels do not match, or a value is not finite
     */
    public static FeatureSet labeled(String name, Split split, float[][] rows, int[] labels, List<String> classNames) {
        try (PointerScope scope = new PointerScope()) {
            return labeled(name, split, tensor(name, split, rows), List.of(), labels, classNames);
        }
    }

    /** Creates features without labels. They can be a target domain, but never a source, and cannot be evaluated. */
    public static FeatureSet unlabeled(String name, Split split, float[][] rows) {
        try (PointerScope scope = new PointerScope()) {
            return unlabeled(name, split, tensor(name, split, rows), List.of());
        }
    }

    /**
     * Creates labelled features.
     *
     * @param features float32 {@code [n, columns]}
     * @param columnNames one per column, or none
     */
    public static FeatureSet labeled(
            String name,
            Split split,
            Tensor features,
            List<String> columnNames,
            int[] labels,
            List<String> classNames) {
        requireFeatures(name, split, features, columnNames);
        Labels checked =
                Labels.of("%s %s".formatted(name, split.label()), THINGS, features.size(0), labels, classNames);
        return new FeatureSet(name, split, features, columnNames, checked, List.of(), null);
    }

    /** Creates features without labels; parameters as for {@link #labeled}. */
    public static FeatureSet unlabeled(String name, Split split, Tensor features, List<String> columnNames) {
        requireFeatures(name, split, features, columnNames);
        return new FeatureSet(name, split, features, columnNames, Labels.NONE, List.of(), null);
    }

    private static Tensor tensor(String name, Split split, float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, columns)];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != columns) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: row %d has %d features, row 0 has %d; all need the same number",
                        name,
                        split.label(),
                        row,
                        rows[row].length,
                        columns));
            }
            System.arraycopy(rows[row], 0, values, row * columns, columns);
        }
        return Tensors.ofFloats(values, rows.length, columns);
    }

    private static void requireFeatures(String name, Split split, Tensor features, List<String> columnNames) {
        if (features.dim() != 2
                || features.scalar_type().intern() != ScalarType.Float
                || features.numel() == 0
                || !(columnNames.isEmpty() || columnNames.size() == features.size(1))) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s: expected float32 features [n, columns] with a name for each column or for none, got %s and %d names",
                    name,
                    split.label(),
                    Arrays.toString(features.sizes().vec().get()),
                    columnNames.size()));
        }
        if (!features.isfinite().all().item_bool()) {
            throw new DataException("%s %s: a feature is not finite".formatted(name, split.label()));
        }
    }

    /** Adds remarks on how the features were read. The result replaces this object, which is closed. */
    public FeatureSet withNotes(List<String> remarks) {
        try (this) {
            return new FeatureSet(name, split, features, columnNames, labels, remarks, files);
        }
    }

    /** Adds the files of the images that these are the features of. The result replaces this object, which is closed. */
    public FeatureSet withFiles(ImageFiles others) {
        try (this) {
            return new FeatureSet(name, split, features, columnNames, labels, notes, others);
        }
    }

    @Override
    public @Nullable ImageFiles files() {
        return files;
    }

    /** Returns the features, float32 {@code [n, columns]}; owned by this object. */
    public Tensor features() {
        return features;
    }

    /** Returns the number of features of each example. */
    public int columns() {
        return Math.toIntExact(features.size(1));
    }

    /** Returns the names of the features; empty if the file has none. */
    public List<String> columnNames() {
        return columnNames;
    }

    /** Returns the features with these numbers, in this order; a new owner. */
    public FeatureSet withColumns(int[] numbers) {
        try (PointerScope scope = new PointerScope()) {
            Tensor order = Tensors.ofLongs(Arrays.stream(numbers).asLongStream().toArray(), numbers.length);
            return new FeatureSet(
                    name,
                    split,
                    torch.index_select(features, 1, order),
                    Arrays.stream(numbers).mapToObj(columnNames::get).toList(),
                    labels,
                    notes,
                    files);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Split split() {
        return split;
    }

    @Override
    public int size() {
        return Math.toIntExact(features.size(0));
    }

    @Override
    public List<Integer> shape() {
        return List.of(columns());
    }

    @Override
    public String things() {
        return THINGS;
    }

    @Override
    public List<String> classNames() {
        return labels.classNames();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public boolean isLabeled() {
        return labels.tensor() != null;
    }

    @Override
    public Tensor labels() {
        return labels.required(this);
    }

    @Override
    public FeatureSet shared() {
        return new FeatureSet(name, split, features, columnNames, labels, notes, files);
    }

    @Override
    public FeatureSet part(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        try (PointerScope scope = new PointerScope()) {
            Tensor rows = features.slice(0, new LongOptional(from), new LongOptional(to), 1);
            return new FeatureSet(
                    name,
                    split,
                    rows,
                    columnNames,
                    Labels.NONE,
                    List.of(),
                    files == null
                            ? null
                            : files.select(IntStream.range(from, to).toArray()));
        }
    }

    @Override
    public FeatureSet withClasses(List<String> others) {
        try (PointerScope scope = new PointerScope()) {
            return new FeatureSet(name, split, features, columnNames, labels.matched(this, others), notes, files);
        }
    }

    @Override
    public FeatureSet selected(String otherName, int[] numbers) {
        try (PointerScope scope = new PointerScope()) {
            Tensor rows = Tensors.ofLongs(Arrays.stream(numbers).asLongStream().toArray(), numbers.length);
            return new FeatureSet(
                    otherName,
                    split,
                    torch.index_select(features, 0, rows),
                    columnNames,
                    labels.selected(rows),
                    notes,
                    files == null ? null : files.select(numbers));
        }
    }

    /** Returns the leading 64 bits of the SHA-256 of each row. */
    public long[] rowSums() {
        MessageDigest digest = Labels.sha256();
        long[] sums = new long[size()];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = ByteBuffer.wrap(digest.digest(bytes(row))).getLong();
        }
        return sums;
    }

    private byte[] bytes(int row) {
        try (PointerScope scope = new PointerScope()) {
            float[] values = Tensors.floats(features.slice(0, new LongOptional(row), new LongOptional(row + 1), 1));
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return bytes.array();
        }
    }

    @Override
    public String sha256() {
        MessageDigest digest = Labels.sha256();
        digest.update(String.format(Locale.ROOT, "%d %d\n", size(), columns()).getBytes(StandardCharsets.US_ASCII));
        for (int row = 0; row < size(); row++) {
            digest.update(bytes(row));
        }
        labels.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        features.releaseReference();
        labels.release();
    }
}
