package io.github.dann4j.validate.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.validate.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    /** A model that predicts these classes of the target, out of three, with this certainty. */
    private static Outputs predicting(double logit, int... classes) {
        double[][] logits = new double[classes.length][3];
        for (int i = 0; i < classes.length; i++) {
            logits[i][classes[i]] = logit;
        }
        double[][] features = new double[classes.length][1];
        return new Outputs(new double[][] {{0}}, new double[][] {{1, 0, 0}}, new int[] {0}, features, logits);
    }

    @Test
    void agreement_isTheShareOfEqualPredictions() {
        Outputs one = predicting(2, 0, 1, 2, 0);

        assertThat(Agreement.of(one, predicting(5, 0, 1, 1, 2))).isEqualTo(0.5);
        assertThat(Agreement.of(one, one)).isEqualTo(1);
        assertThat(Agreement.predictedClasses(one)).containsExactly(0, 1, 2, 0);
        assertThat(Agreement.predictedShares(one)).containsExactly(0.5, 0.25, 0.25);
    }

    @Test
    void ensemble_isTheMeanOfProbabilities_soACertainModelOutvotesTwoUncertainOnes() {
        List<Outputs> others = List.of(predicting(9, 0, 0), predicting(0.5, 1, 0), predicting(0.5, 1, 2));

        assertThat(Agreement.withEnsemble(predicting(1, 0, 0), others)).isEqualTo(1);
        assertThat(Agreement.withEnsemble(predicting(1, 1, 0), others)).isEqualTo(0.5);
    }

    @Test
    void differentNumbersOfExamples_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.of(predicting(1, 0, 1), predicting(1, 0)))
                .withMessageContaining("target examples, got 2 and 1");
    }
}
