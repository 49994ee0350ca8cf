package io.github.dann4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
    @TempDir
    private Path root;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private List<FolderWalk.Found> found(FolderWalk walk) {
        List<FolderWalk.Found> all = new ArrayList<>();
        walk.forEachRemaining(all::add);
        return all;
    }

    private List<String> names(Path folder) {
        return found(new FolderWalk(folder)).stream()
                .map(found -> folder.relativize(found.path()) + (found.problem() == null ? "" : ": " + found.problem()))
                .toList();
    }

    @Test
    void files_comeDepthFirstInTheOrderOfTheNames() throws IOException {
        files("b.png", "a/z.png", "a/deep/y.png", "c/x.png");
        Files.createDirectory(root.resolve("empty"));

        assertThat(names(root)).containsExactly("a/deep/y.png", "a/z.png", "b.png", "c/x.png");
    }

    @Test
    void hiddenFilesAndWhatSystemsLeaveBehind_areLeftOut() throws IOException {
        files(
                "a/1.png",
                ".DS_Store",
                ".hidden/1.png",
                "a/.1.png.swp",
                "Thumbs.db",
                "a/THUMBS.DB",
                "desktop.ini",
                "@eaDir/1.png/SYNOPHOTO_THUMB_S.jpg",
                "a/@eaDir/1.png",
                "__MACOSX/._1.png",
                "a/__MACOSX/1.png",
                "#recycle/1.png",
                "$RECYCLE.BIN/1.png",
                "lost+found/1.png");

        assertThat(names(root)).containsExactly("a/1.png");
    }

    @Test
    void links_areFollowedButNotInCircles() throws IOException {
        Path outside = Files.createDirectories(root.resolve("outside"));
        Path inside = Files.createDirectories(root.resolve("inside"));
        files("outside/1.png", "inside/2.png");
        Files.createSymbolicLink(inside.resolve("folder"), outside);
        Files.createSymbolicLink(inside.resolve("file.png"), outside.resolve("1.png"));
        Files.createSymbolicLink(inside.resolve("itself"), inside);
        Files.createSymbolicLink(inside.resolve("above"), Path.of(".."));
        Files.createSymbolicLink(outside.resolve("back"), inside);

        assertThat(names(inside)).containsExactly("2.png", "above/outside/1.png", "file.png", "folder/1.png");
    }

    @Test
    void aLinkWhoseTargetIsMissing_isTold() throws IOException {
        files("1.png");
        Files.createSymbolicLink(root.resolve("2.png"), Path.of("gone/2.png"));
        Files.createSymbolicLink(root.resolve("3.png"), Path.of("4.png"));
        Files.createSymbolicLink(root.resolve("4.png"), Path.of("3.png"));

        assertThat(names(root))
                .containsExactly(
                        "1.png",
                        "2.png: a link whose target does not exist",
                        "3.png: a link whose target does not exist",
                        "4.png: a link whose target does not exist");
        FileTree tree = FileTree.open(root);
        assertThat(tree.names()).containsExactly("1.png", "2.png", "3.png", "4.png");
        assertThatThrownBy(() -> tree.read("2.png")).hasMessage("a link whose target does not exist");
    }

    /** Simulates denied access: no folder is inaccessible for root, who runs some of these tests. */
    private FolderWalk withoutAccessTo(Path locked) {
        return new FolderWalk(root, folder -> {
            if (folder.equals(locked)) {
                throw new AccessDeniedException(folder.toString());
            }
            try (Stream<Path> children = Files.list(folder)) {
                return children.sorted().toList();
            }
        });
    }

    @Test
    void aFolderThatCannotBeRead_isToldAndTheOthersAreRead() throws IOException {
        files("a/1.png", "b/2.png", "c/3.png");
        Path locked = root.resolve("b");

        assertThat(found(withoutAccessTo(locked)))
                .containsExactly(
                        new FolderWalk.Found(root.resolve("a/1.png"), null, false),
                        new FolderWalk.Found(locked, "cannot be read: access denied", true),
                        new FolderWalk.Found(root.resolve("c/3.png"), null, false));
        assertThat(found(withoutAccessTo(root)))
                .containsExactly(new FolderWalk.Found(root, "cannot be read: access denied", true));
        assertThatThrownBy(() -> FileTree.Folder.list(withoutAccessTo(locked), root))
                .isInstanceOf(FileException.class)
                .hasMessage(locked + ": cannot be read: access denied");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aBackslash_separatesNothing() throws IOException {
        files("a/back\\slash.png", "not\\a folder.png");

        FileTree tree = FileTree.open(root);
        assertThat(tree.names()).containsExactly("a/back\\slash.png", "not\\a folder.png");
        assertThat(tree.read("a/back\\slash.png")).isEmpty();
    }

    /** Latin-1, as in old archives: two such names may look the same, and neither leads back to its file. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aNameThatIsNoText_isTold() throws Exception {
        files("a/1.png");
        shell("touch \"$(printf 'a/\\344.png')\"");

        assertThat(names(root)).hasSize(2).first().isEqualTo("a/1.png");
        assertThat(names(root).get(1)).contains("its name is not valid");
        FileTree tree = FileTree.open(root);
        assertThatThrownBy(() -> tree.read(tree.names().get(1))).hasMessageContaining("its name is not valid");

        shell("mkdir \"$(printf '\\344')\" && touch \"$(printf '\\344/2.png')\"");
        assertThat(names(root)).hasSize(3);
        assertThatThrownBy(() -> FileTree.open(root))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("its name is not valid");
    }

    private void shell(String command) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-c", command).directory(root.toFile()).start();
        assertThat(process.waitFor()).isZero();
    }
}
