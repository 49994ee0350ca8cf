package io.github.dann4j.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;

/** Says of a record that is read from JSON what brings earlier forms of it to today's. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EarlierForm {
    /** Changes the fields in place; throws an {@link IllegalArgumentException} for fields of a form that is not known. */
    Class<? extends Consumer<ObjectNode>> value();
}
