package io.github.dann4j.experiment;

import io.github.dann4j.data.ImageSet;
import java.util.List;

/**
 * What identifies one split that was used.
 *
 * @param role {@code source} or {@code target}
 * @param images number of images
 * @param shape height, width, channels as stored, before resizing
 * @param sha256 over shape, pixels and labels (see {@link ImageSet#sha256()})
 */
public record DataRecord(String role, String name, String split, int images, List<Integer> shape, String sha256) {
    static DataRecord of(String role, ImageSet set) {
        return new DataRecord(
                role,
                set.name(),
                set.split().label(),
                set.size(),
                List.of(set.height(), set.width(), set.channels()),
                set.sha256());
    }
}
