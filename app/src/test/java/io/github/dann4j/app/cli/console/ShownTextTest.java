package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownTextTest {
    private static final String COMMAND = "a\u009b2Jb\u202ec";
    private static final String SHOWN = "a\\u009b2Jb\\u202ec";

    @Test
    void aName_hasNoCommandAndNoLineEnd() {
        assertThat(ShownText.of(COMMAND + "\n\t\u001b")).isEqualTo(SHOWN + "\\u000a\\u0009\\u001b");
    }

    @Test
    void lines_keepTheirEndsAndTabs_whicheverWayTheyAreWritten() {
        StringWriter text = new StringWriter();
        PrintWriter writer = ShownText.writer(new PrintWriter(text));
        writer.write(COMMAND + "\n\tx\r\n");
        writer.write(COMMAND.toCharArray());
        writer.write('\u001b');
        writer.write("back\rto the start\n");
        writer.flush();

        assertThat(text).hasToString(SHOWN + "\n\tx\r\n" + SHOWN + "\\u001bback\\u000dto the start\n");
    }

    /** Whatever a command prints: names of folders, texts of models and runs, in tables, lines and JSON. */
    @Test
    void noCommand_printsACommandForTheTerminal(@TempDir Path temp) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(COMMAND));

        Cli runs = Cli.run("runs", folder.toString());
        assertThat(runs.code()).as(runs.err()).isZero();
        assertThat(runs.out()).contains(SHOWN).doesNotContain(COMMAND);
        Cli unknown = Cli.run("recipe", "show", "--preset", COMMAND);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains(SHOWN).doesNotContain(COMMAND);
    }
}
