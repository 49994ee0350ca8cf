package io.github.dann4j.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type with a promise: a program that uses it compiles and runs with later versions too, until a version
 * with another first number (before 1.0: second number) says otherwise in its change log.
 *
 * <p>The promise covers the public types inside it, and the public members whose signatures name only such types and
 * those of other libraries. Types without this mark are public for other packages of the library, and may change
 * without notice.
 */
@PublicApi
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PublicApi {}
