/**
 * Floor 2: networks. Their description as data ({@link io.github.dann4j.model.NetworkSpec}), the network itself with its
 * features and two heads ({@link io.github.dann4j.model.Network}), the reversal of gradients between them, and
 * large weights with the copies that an optimizer keeps of them ({@link io.github.dann4j.model.MasterWeight}).
 *
 * <p>Uses {@code distribute}, {@code engine} and the presets. Nothing here knows a file, a loss or a method; {@link io.github.dann4j.model.Domain}
 * is here because batch statistics are a domain's own.
 */
@NullMarked
package io.github.dann4j.model;

import org.jspecify.annotations.NullMarked;
