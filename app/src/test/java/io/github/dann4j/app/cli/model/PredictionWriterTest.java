package io.github.dann4j.app.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.predict.Prediction;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionWriterTest {
    /**
     * A sequence that clears a terminal, two line ends, a control character of ISO 8859-1, and a character that
     * reverses the text direction.
     */
    private static final String HOSTILE = "\u001b[2J\r\n\u009b1m\u202eevil";

    private static final PredictionWriter.Line LINE = new PredictionWriter.Line(
            "a\u001b.png", null, null, new Prediction(new float[] {0.75f, 0.25f}, List.of(HOSTILE, "=1+1")), List.of());

    @Test
    void csv_holdsNoCharacterThatCommandsATerminal_andOneLineForEachImage() throws IOException {
        StringBuilder out = new StringBuilder();
        PredictionWriter writer = PredictionWriter.csv(out, 2, 0, false);
        writer.write(LINE);
        writer.flush();
        assertThat(out.toString())
                .isEqualTo("image,index,label,class,probability,label_2,class_2,probability_2\n"
                        + "a\\u001b.png,,0,\\u001b[2J\\u000d\\u000a\\u009b1m\\u202eevil,0.75,1,=1+1,0.25\n");
    }

    @Test
    void json_holdsNoCharacterThatCommandsATerminal_andTheSameText() throws IOException {
        StringBuilder out = new StringBuilder();
        PredictionWriter.json(out, 2).write(LINE);
        assertThat(out.toString().strip()).matches("[\\x20-\\x7e]+");
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.get("class").asText()).isEqualTo(HOSTILE);
        assertThat(line.get("image").asText()).isEqualTo("a\u001b.png");
        assertThat(line.get("top").get(1).get("class").asText()).isEqualTo("=1+1");
    }

    @Test
    void namesOfAnyScript_stayAsTheyAre() throws IOException {
        StringBuilder out = new StringBuilder();
        PredictionWriter.csv(out, 1, 0, false)
                .write(new PredictionWriter.Line(
                        "ü/日本.png", null, null, new Prediction(new float[] {1}, List.of("größer, \"é\"")), List.of()));
        assertThat(out.toString()).endsWith("ü/日本.png,,0,\"größer, \"\"é\"\"\",1.0\n");
    }
}
