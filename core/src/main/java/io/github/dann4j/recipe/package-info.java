/**
 * Recipes: everything that decides how a method is trained, as immutable values, as JSON files with comments, and as presets that ship with
 * the library.
 *
 * <p>Begin with {@link io.github.dann4j.recipe.Recipe} and {@link io.github.dann4j.recipe.Preset}. A
 * {@link io.github.dann4j.recipe.Comparison} is a recipe with datasets, methods and seeds. {@link io.github.dann4j.recipe.RunJson} writes and
 * reads all records of the packages above, in earlier forms too.
 */
@NullMarked
package io.github.dann4j.recipe;

import org.jspecify.annotations.NullMarked;
