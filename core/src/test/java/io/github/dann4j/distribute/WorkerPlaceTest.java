package io.github.dann4j.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerPlaceTest {
    private static final Map<String, String> TORCHRUN = Map.of(
            "RANK",
            "3",
            "WORLD_SIZE",
            "4",
            "LOCAL_RANK",
            "1",
            "LOCAL_WORLD_SIZE",
            "2",
            "MASTER_ADDR",
            "node-a",
            "MASTER_PORT",
            "29500");

    @Test
    void variablesOfTorchrun_areTheUsualOnes() {
        assertThat(WorkerPlace.of(TORCHRUN))
                .contains(new WorkerPlace(new Shard(3, 4), new Shard(1, 2), "node-a", 29500));
    }

    /** torchrun's agent, of whatever version, serves its own store at MASTER_PORT. */
    @ParameterizedTest
    @CsvSource({"29500,29501", "65535,65534"})
    void besideTheAgentOfTorchrun_theWorkersMeetAtTheNextPort(String given, int met) {
        Map<String, String> variables = new HashMap<>(TORCHRUN);
        variables.put("TORCHELASTIC_USE_AGENT_STORE", "True");
        variables.put("MASTER_PORT", given);

        assertThat(WorkerPlace.of(variables).orElseThrow().port()).isEqualTo(met);
    }

    @Test
    void withoutVariables_thereIsNoPlace() {
        assertThat(WorkerPlace.of(Map.of("MASTER_ADDR", "left over"))).isEmpty();
    }

    @Test
    void variablesOfSrun_giveThePlace() {
        assertThat(WorkerPlace.of(Map.of(
                        "SLURM_STEP_ID", "0",
                        "SLURM_PROCID", "5",
                        "SLURM_NTASKS", "8",
                        "SLURM_LOCALID", "1",
                        "SLURM_NTASKS_PER_NODE", "2",
                        "SLURM_JOB_NODELIST", "gpu[07-09,12]",
                        "SLURM_JOB_ID", "123456")))
                .contains(new WorkerPlace(new Shard(5, 8), new Shard(1, 2), "gpu07", 23456));
    }

    @ParameterizedTest
    @CsvSource({"'n1,n2',n1", "'n[1-3]',n1", "'n[007,9],m3',n007", "single,single", "'a[2-3]b,c',a2b"})
    void firstHost_ofSlurmsLists(String list, String host) {
        assertThat(WorkerPlace.firstHost(list)).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "RANK,4,'RANK must be a whole number from 0 to 3'",
        "RANK,two,got 'two'",
        "WORLD_SIZE,0,WORLD_SIZE must be a whole number from 1",
        "MASTER_PORT,70000,MASTER_PORT must be a whole number from 1 to 65535",
        "LOCAL_RANK,2,LOCAL_RANK must be a whole number from 0 to 1",
    })
    void impossibleValue_isRefusedByName(String name, String value, String message) {
        Map<String, String> environment = new HashMap<>(TORCHRUN);
        environment.put(name, value);

        assertThatThrownBy(() -> WorkerPlace.of(environment))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining(message);
    }

    @Test
    void missingVariable_isNamed() {
        Map<String, String> environment = new HashMap<>(TORCHRUN);
        environment.remove("MASTER_ADDR");

        assertThatThrownBy(() -> WorkerPlace.of(environment)).hasMessageContaining("MASTER_ADDR is not set");
    }

    @ParameterizedTest
    @CsvSource({"10,3", "64,2", "7,7", "5,8", "0,3"})
    void shares_areAllOfItOnce(int count, int parts) {
        int next = 0;
        for (int part = 0; part < parts; part++) {
            Shard share = new Shard(part, parts);
            assertThat(share.from(count)).isEqualTo(next);
            assertThat(share.size(count)).isBetween(count / parts, count / parts + 1);
            next = share.to(count);
        }
        assertThat(next).isEqualTo(count);
    }
}
