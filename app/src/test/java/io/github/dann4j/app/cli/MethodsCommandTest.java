package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import org.junit.jupiter.api.Test;

class MethodsCommandTest {
    @Test
    void everyMethod_isListed_withItsSettingsAsTheyAreSet() {
        Cli listed = Cli.run("methods");

        assertThat(listed.code()).isZero();
        assertThat(listed.out())
                .contains(Methods.all().stream().map(MethodType::title).toList())
                .contains("cdan.lambda.max=0.5", "the source for 50 % of the steps, then on the target");
    }

    @Test
    void json_hasEveryMethod() throws JsonProcessingException {
        Cli listed = Cli.run("methods", "--json");

        JsonNode all = new ObjectMapper().readTree(listed.out());
        assertThat(all).hasSize(Methods.all().size());
        JsonNode shot =
                all.get(Methods.all().stream().map(MethodType::name).toList().indexOf("shot"));
        assertThat(shot.path("sourceViews").toString()).isEqualTo("[]");
        assertThat(shot.path("targetViews").toString()).isEqualTo("[\"WEAK\"]");
        assertThat(shot.path("balancedSource").asBoolean()).isFalse();
        assertThat(shot.at("/settings/pseudoLabelWeight").asDouble()).isEqualTo(0.1);
        assertThat(shot.path("terms")).hasSize(3);
    }
}
