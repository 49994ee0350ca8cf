/**
 * Points of many dimensions, their nearest neighbours, exact or approximate, and their principal components.
 */
@NullMarked
package io.github.dann4j.embed.point;

import org.jspecify.annotations.NullMarked;
