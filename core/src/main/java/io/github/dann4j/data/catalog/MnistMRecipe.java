package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageDecoder;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.synth.SeededRandom;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rebuilds MNIST-M: blends each digit of MNIST with a random patch of a photograph, |patch − digit| for each pixel and
 * channel (Ganin et al. 2016, §5.2.4). The authors used the photographs of BSDS500; any folder of photographs works.
 *
 * <p>As in the authors' files, images are 32 × 32, the digit is unscaled in the middle, and image i shows digit i of
 * the same split. Larger photographs are shrunk to the size of BSDS500's (481 pixels on the longer side), so that
 * patches have a similar texture. Every fifth photograph is used only for the test split.
 *
 * @param seed draws the patches; another seed draws others
 */
public record MnistMRecipe(long seed) {
    private static final int SIDE = 32;
    private static final int LONGER_SIDE = 481;
    private static final int TEST_EVERY = 5;

    /**
     * Creates one split.
     *
     * @param digits that split of MNIST
     * @param photographs a folder, searched at any depth; files that are not images, or smaller than a patch, are
     *     skipped
     * @return images {@code [n, 32, 32, 3]}, to be closed by the caller; its notes list what was skipped
     * @throws DataException if fewer than 5 photographs can be used, or the digits are not grey and at most 32 x 32
     */
    public ImageSet blend(ImageSet digits, Path photographs) {
        if (digits.channels() != 1 || digits.height() > SIDE || digits.width() > SIDE) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "MNIST-M needs grey digits of at most 32 x 32, but %s has %d x %d x %d",
                    digits.name(),
                    digits.height(),
                    digits.width(),
                    digits.channels()));
        }
        List<String> notes = new ArrayList<>();
        List<DecodedImage> photos = photographs(photographs, digits.split(), notes);
        long patchSeed =
                Seeds.derive(Seeds.derive(seed, "patches"), digits.split().ordinal());
        int inkBytes = digits.height() * digits.width();
        byte[] ink = Tensors.bytes(digits.images());
        Tensor images = Tensors.empty(ScalarType.Byte, digits.size(), SIDE, SIDE, 3);
        IntStream.range(0, digits.size()).parallel().forEach(i -> {
            Cancellation.check("the generation of MNIST-M");
            byte[] image = patch(photos, new SeededRandom(Seeds.derive(patchSeed, i)));
            int top = (SIDE - digits.height()) / 2;
            int left = (SIDE - digits.width()) / 2;
            for (int at = 0; at < inkBytes; at++) {
                int value = ink[i * inkBytes + at] & 0xff;
                int pixel = ((top + at / digits.width()) * SIDE + left + at % digits.width()) * 3;
                for (int c = pixel; c < pixel + 3; c++) {
                    image[c] = (byte) Math.abs((image[c] & 0xff) - value);
                }
            }
            Tensors.putBytes(images, i * (long) image.length, image, 0, image.length);
        });
        int[] labels = Arrays.stream(Tensors.longs(digits.labels()))
                .mapToInt(Math::toIntExact)
                .toArray();
        return ImageSet.labeled("mnist-m", digits.split(), images, labels, digits.classNames())
                .withNotes(notes);
    }

    private static byte[] patch(List<DecodedImage> photos, SeededRandom dice) {
        DecodedImage photo = photos.get(dice.below(photos.size()));
        int left = dice.below(photo.width() - SIDE + 1);
        int top = dice.below(photo.height() - SIDE + 1);
        byte[] patch = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            System.arraycopy(photo.rgb(), ((top + y) * photo.width() + left) * 3, patch, y * SIDE * 3, SIDE * 3);
        }
        return patch;
    }

    private static List<DecodedImage> photographs(Path folder, Split split, List<String> notes) {
        List<DecodedImage> photos = new ArrayList<>();
        try (FileTree tree = FileTree.open(folder)) {
            int usable = 0;
            for (String name : tree.names()) {
                Cancellation.check("the reading of photographs");
                try {
                    DecodedImage photo = ImageDecoder.decode(tree.read(name)).within(LONGER_SIDE);
                    if (photo.width() < SIDE || photo.height() < SIDE) {
                        notes.add("%s: skipped: smaller than a patch of 32 x 32".formatted(name));
                    } else if ((usable++ % TEST_EVERY == 0) == (split == Split.TEST)) {
                        photos.add(photo);
                    }
                } catch (ImageException e) {
                    notes.add("%s: skipped: %s".formatted(name, e.getMessage()));
                } catch (IOException e) {
                    notes.add("%s: skipped: cannot be read: %s".formatted(name, FileException.reason(e)));
                }
            }
            if (usable < TEST_EVERY) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: contains %d usable photographs; MNIST-M needs at least %d, and preferably hundreds",
                        folder,
                        usable,
                        TEST_EVERY));
            }
        }
        return photos;
    }
}
