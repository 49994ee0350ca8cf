/** A program that uses dann4j on the module path. */
module example {
    requires io.github.dann4j.core;
}
