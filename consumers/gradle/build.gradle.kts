// A project that uses dann4j as a library. After `mvn install` in the folder above: gradle -p consumers/gradle test
plugins {
    java
}

// All that dann4j needs is in the local repository once it has been built.
repositories {
    mavenLocal()
}

val dann4j = "0.2.0-SNAPSHOT"
val platform = "linux-x86_64"

dependencies {
    implementation("io.github.dann4j:dann4j-core:$dann4j")
    runtimeOnly("io.github.dann4j:dann4j-natives-$platform:$dann4j")
    testImplementation("org.junit.jupiter:junit-jupiter:5.14.4")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher")
}

java {
    sourceCompatibility = JavaVersion.VERSION_17
    targetCompatibility = JavaVersion.VERSION_17
}

sourceSets {
    main {
        java.srcDir("../src/main/java")
    }
    test {
        java.srcDir("../src/test/java")
    }
}

tasks.test {
    useJUnitPlatform()
    // The native libraries are modules that no other module requires.
    jvmArgs("--add-modules", "ALL-MODULE-PATH")
}
