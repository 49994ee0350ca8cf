package io.github.dann4j.data.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseNameTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"usps", "usps[:5000]", "usps[:5000,:10]", "usps%0-4=0.2", "usps[:5000]%0=0.5"})
    void everyPartOfADataset_isTheDataset(String name) {
        assertThat(BaseName.of(name)).isEqualTo(new BaseName("usps"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "folder:src",
                "folder:src/",
                "folder:./src",
                "folder:src/../src",
                "folder:link",
                "folder:src?seed=1",
                "folder:src?test=0.3,side=48",
                "folder:src[2:]",
                "folder:src%0=0.5",
                "folder:src/?seed=1[2:]%0=0.5",
                "folder:TEMP/src",
                "folder:TEMP/src?seed=1"
            })
    void aFolder_isOne_howeverItsPathIsWritten(String name) throws IOException {
        Files.createDirectory(temp.resolve("src"));
        Files.createSymbolicLink(temp.resolve("link"), temp.resolve("src"));

        assertThat(BaseName.of(name.replace("TEMP", temp.toString()), temp))
                .isEqualTo(new BaseName("folder:" + temp.resolve("src").toRealPath()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100% [new]?", "a[1:2]", "b%0=0.5", "c?seed=1", "d[", "%"})
    void marksInTheNameOfAFolder_areNoSliceAndNoOption(String folder) throws IOException {
        Path real = Files.createDirectory(temp.resolve(folder)).toRealPath();

        for (String tail : new String[] {"", "/", "[5:]", "%0=0.5", "?seed=1", "?seed=1[5:]%0=0.5", "/[:3]"}) {
            DataName name = DataName.parse("folder:" + folder + tail, temp);

            assertThat(BaseName.of("folder:" + folder + tail, temp)).isEqualTo(new BaseName("folder:" + real));
            assertThat(name.thinning().equals(Thinning.NONE)).as(tail).isEqualTo(!tail.contains("%0=0.5"));
            assertThat(name.train())
                    .as(tail)
                    .isEqualTo(
                            tail.contains("[5:]")
                                    ? new Slice(5, null)
                                    : tail.contains("[:3]") ? Slice.first(3) : Slice.ALL);
            assertThat(FolderName.parse(name.base(), temp).share().seed())
                    .as(tail)
                    .isEqualTo(tail.contains("seed=1") ? 1 : 0);
        }
    }

    @Test
    void aFolderThatIsGone_stillHasItsName() {
        assertThat(BaseName.of("folder:gone?seed=1[5:]%0=0.5", temp))
                .isEqualTo(new BaseName("folder:" + temp.resolve("gone")));
    }

    @Test
    void aRelativeFolderThatIsGone_isSaidToBeLookedForWhereItCountsFrom() {
        DataLocation where = new DataLocation(List.of()).from(temp);

        assertThatThrownBy(() -> DataCatalog.open("folder:gone", Split.TRAIN, where))
                .isInstanceOf(DataException.class)
                .hasMessage("folder:gone: no such folder; searched for " + temp.resolve("gone"));
    }

    @Test
    void aTextThatIsNoName_standsForItself() {
        assertThat(BaseName.of("my [own] set")).isEqualTo(new BaseName("my [own] set"));
    }
}
