package io.github.dann4j.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataLookTest {
    private static FeatureSet rows(int count, int from, List<String> classes) {
        float[][] rows = new float[count][2];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i][0] = from + i;
            labels[i] = i % classes.size();
        }
        return FeatureSet.labeled("rows", Split.TRAIN, rows, labels, classes);
    }

    private static DataLook look(FeatureSet source, FeatureSet target) {
        try (source;
                target) {
            return DataLook.at(source, target, source.things());
        }
    }

    @Test
    void usualPair_hasNothingAgainstIt() {
        DataLook look = look(rows(100, 0, List.of("a", "b")), rows(80, 500, List.of("b", "a")));

        assertThat(look.against()).isEmpty();
        assertThat(look.remarks()).isEmpty();
        assertThat(look.things()).isEqualTo("rows");
        assertThat(look.smallestClass()).isEqualTo(50);
    }

    @Test
    void classesThatTheSourceLacks_areNamed() {
        DataLook look = look(rows(100, 0, List.of("a", "b")), rows(90, 500, List.of("a", "c", "d")));

        assertThat(look.against()).hasSize(1);
        assertThat(look.against().get(0)).contains("2 classes that the source lacks (c, d)");
    }

    @Test
    void fewerThanFifty_areTooFew() {
        List<String> classes = List.of("a", "b");

        assertThat(look(rows(100, 0, classes), rows(49, 500, classes)).against())
                .singleElement()
                .asString()
                .contains("only 49 training rows");
        assertThat(look(rows(100, 0, classes), rows(50, 500, classes)).against())
                .isEmpty();
    }

    @Test
    void halfOfTheSource_isTheSameDomain_aFewAreARemark() {
        List<String> classes = List.of("a", "b");

        assertThat(look(rows(100, 0, classes), rows(60, 70, classes)).against())
                .singleElement()
                .asString()
                .contains("30 of the 60 rows of the target are also in the source");
        DataLook few = look(rows(100, 0, classes), rows(60, 95, classes));
        assertThat(few.against()).isEmpty();
        assertThat(few.remarks()).singleElement().asString().contains("5 of the 60");
    }

    @Test
    void rareClasses_areARemark() {
        DataLook look = look(
                rows(
                        100,
                        0,
                        List.of(
                                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q",
                                "r", "s", "t", "u", "v", "w", "x", "y", "z")),
                rows(60, 500, List.of("a", "b")));

        assertThat(look.remarks()).singleElement().asString().contains("rarest class has only 3 rows");
    }
}
