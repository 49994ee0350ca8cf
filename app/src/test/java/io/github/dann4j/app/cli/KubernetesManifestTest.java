package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.github.dann4j.distribute.WorkerPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks the manifest in the documentation against the types of the Kubernetes API and against the variables that a
 * worker needs.
 */
class KubernetesManifestTest {
    private static final Path MANIFEST = Path.of("..", "docs", "kubernetes", "train.yaml");
    private static final String INDEX = "metadata.annotations['batch.kubernetes.io/job-completion-index']";

    private static ObjectNode serviceNode;
    private static ObjectNode jobNode;
    private static Service service;
    private static Job job;

    @BeforeAll
    static void read() throws IOException {
        List<ObjectNode> documents;
        try (MappingIterator<ObjectNode> all =
                new ObjectMapper(new YAMLFactory()).readerFor(ObjectNode.class).readValues(MANIFEST.toFile())) {
            documents = all.readAll();
        }
        assertThat(documents).hasSize(2);
        serviceNode = documents.get(0);
        jobNode = documents.get(1);
        service = strict().treeToValue(serviceNode, Service.class);
        job = strict().treeToValue(jobNode, Job.class);
    }

    /** Refuses every field that the API does not define, as the server does with strict validation. */
    private static ObjectMapper strict() {
        return new ObjectMapper().setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            private static final long serialVersionUID = 1L;

            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return false;
            }
        });
    }

    private static Container worker() {
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers()).hasSize(1);
        return pod.getContainers().get(0);
    }

    @Test
    void aFieldThatTheApiDoesNotKnow_wouldBeRefused() {
        ObjectNode wrong = jobNode.deepCopy();
        ((ObjectNode) wrong.path("spec")).put("completionsMode", "Indexed");

        assertThatThrownBy(() -> strict().treeToValue(wrong, Job.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("completionsMode");
    }

    @Test
    void everyPod_isOneOfTheWorkers() {
        assertThat(job.getApiVersion() + job.getKind()).isEqualTo("batch/v1Job");
        assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
        int pods = job.getSpec().getCompletions();
        assertThat(job.getSpec().getParallelism()).as("all at once").isEqualTo(pods);
        assertThat(job.getSpec().getBackoffLimit()).isZero();

        Set<Integer> ranks = new HashSet<>();
        for (int index = 0; index < pods; index++) {
            WorkerPlace place = WorkerPlace.of(variables(index)).orElseThrow();
            assertThat(place.share().parts()).isEqualTo(pods);
            assertThat(place.local().parts()).as("workers on this machine").isEqualTo(1);
            assertThat(place.address()).isEqualTo(nameOfTheFirst());
            ranks.add(place.share().part());
        }
        assertThat(ranks).hasSize(pods);
    }

    private static Map<String, String> variables(int index) {
        Map<String, String> variables = new HashMap<>();
        for (EnvVar variable : worker().getEnv()) {
            if (variable.getValueFrom() != null) {
                assertThat(variable.getValueFrom().getFieldRef().getFieldPath()).isEqualTo(INDEX);
            }
            variables.put(
                    variable.getName(),
                    variable.getValueFrom() == null ? variable.getValue() : Integer.toString(index));
        }
        return variables;
    }

    /**
     * The host name of the first pod. Pods of an indexed job are named NAME-INDEX, and their network names are below
     * that of a headless service.
     */
    private static String nameOfTheFirst() {
        assertThat(service.getApiVersion() + service.getKind()).isEqualTo("v1Service");
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
        String name = job.getMetadata().getName();
        assertThat(service.getSpec().getSelector()).isEqualTo(Map.of("batch.kubernetes.io/job-name", name));
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        assertThat(pod.getSubdomain()).isEqualTo(service.getMetadata().getName());
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        return "%s-0.%s".formatted(name, pod.getSubdomain());
    }

    @Test
    void whatEachPodRuns_isACommand_andItsFoldersAreMounted() {
        List<String> command = new ArrayList<>(worker().getCommand());
        assertThat(command.remove(0)).isEqualTo("dann4j");
        String[] arguments = command.toArray(String[]::new);
        assertThatCode(() -> Dann4j.commandLine(arguments)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .parseArgs(arguments))
                .doesNotThrowAnyException();
        assertThat(command)
                .allSatisfy(argument ->
                        assertThat(argument).as("folders are on a volume").matches("[^/]*|.*=/(data|runs)(/.*)?"));
        assertThat(worker().getVolumeMounts())
                .extracting(mount -> mount.getMountPath())
                .containsExactlyInAnyOrder("/data", "/runs");
    }
}
