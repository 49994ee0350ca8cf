package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class Dann4jTest {
    private static final Set<String> ALL = Dann4j.commandLine().getSubcommands().keySet();

    @Test
    void aCommand_isReadAlone_underTheNameThatItHas() {
        assertThat(ALL).contains("compare", "bench-reference", "help");
        for (String command : ALL) {
            Set<String> expected = command.equals("help") ? ALL : Set.of(command);
            assertThat(Dann4j.commandLine(command, "--version").getSubcommands().keySet())
                    .isEqualTo(expected);
        }
    }

    @Test
    void theVersion_needsNoCommand_andAllElseNeedsAll() {
        assertThat(Dann4j.commandLine("--version").getSubcommands()).isEmpty();
        assertThat(Dann4j.commandLine("-V").getSubcommands()).isEmpty();
        assertThat(Dann4j.commandLine("--help").getSubcommands().keySet()).isEqualTo(ALL);
        assertThat(Dann4j.commandLine("comapre").getSubcommands().keySet()).isEqualTo(ALL);
        assertThat(Dann4j.commandLine("--version", "train").getSubcommands().keySet())
                .isEqualTo(ALL);
    }

    @Test
    void helpOfACommand_isTheSame_eitherWay() {
        for (String command : ALL) {
            Cli own = Cli.run(command, "--help");
            if (own.code() == 0) { // the reference's process has none
                assertThat(Cli.run("help", command)).isEqualTo(own);
            }
        }
    }
}
