package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The rule of movement, by numbers computed by hand: momentum, gains (Jacobs 1988), bounds. */
class MovementTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final double RATE = 0.5;

    private static Descent bounded(double step, double gradient) {
        return new Descent(Descent.defaults().stages(), OptionalDouble.empty(), step, gradient, 0.01);
    }

    private static final Descent FREE = bounded(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static double[] moved(Movement movement, int i, double x, double y, double momentum, double... from) {
        double[] to = from.clone();
        movement.move(i, x, y, RATE, momentum, from, to);
        return to;
    }

    @Test
    void theFirstMovement_hasAGainOf1_2() {
        double[] to = moved(new Movement(FREE, 1), 0, 1, -2, 0.8, 10, 20);

        assertThat(to).containsExactly(new double[] {10 - 0.6, 20 + 1.2}, EXACT);
    }

    @Test
    void theGainGrowsBy0_2_whileTheGradientKeepsItsSign_andTheMomentumAdds() {
        Movement movement = new Movement(FREE, 1);
        moved(movement, 0, 1, -2, 0.8, 0, 0);
        double[] to = moved(movement, 0, 1, -2, 0.8, 0, 0);

        assertThat(to).containsExactly(new double[] {0.8 * -0.6 - 0.5 * 1.4, 0.8 * 1.2 + 0.5 * 1.4 * 2}, EXACT);
    }

    @Test
    void theGainFallsToFourFifthsAndTheLeast_whenTheGradientTurns() {
        Movement movement = new Movement(FREE, 1);
        moved(movement, 0, 1, -2, 0, 0, 0);
        double[] to = moved(movement, 0, -1, 2, 0, 0, 0);

        double gain = 1.2 * 0.8 + 0.01;
        assertThat(to).containsExactly(new double[] {0.5 * gain, -0.5 * gain * 2}, EXACT);
    }

    @Test
    void aRest_forgetsTheMomentum_andKeepsTheGains() {
        Movement movement = new Movement(FREE, 1);
        moved(movement, 0, 1, 1, 0.8, 0, 0);
        movement.rest();
        double[] to = moved(movement, 0, 1, 1, 0.8, 0, 0);

        assertThat(to).containsExactly(new double[] {-0.5 * 1.4, -0.5 * 1.4}, EXACT);
    }

    @Test
    void aLongGradient_isShortened() {
        double[] to = moved(new Movement(bounded(Double.POSITIVE_INFINITY, 0.25), 1), 0, 3, 4, 0, 0, 0);

        assertThat(to).containsExactly(new double[] {-0.6 * 0.15, -0.6 * 0.2}, EXACT);
    }

    @Test
    void aGradientWithinTheBound_staysAsItIs() {
        double[] to = moved(new Movement(bounded(Double.POSITIVE_INFINITY, 6), 1), 0, 3, 4, 0, 0, 0);

        assertThat(to).containsExactly(new double[] {-0.6 * 3, -0.6 * 4}, EXACT);
    }

    /** The shortened movement is also the momentum of the next one. */
    @Test
    void aLongMovement_isShortened() {
        Movement movement = new Movement(bounded(5, Double.POSITIVE_INFINITY), 1);
        double[] to = moved(movement, 0, 30, 40, 0, 0, 0);
        double[] next = moved(movement, 0, 0, 0, 0.5, 0, 0);

        assertThat(to).containsExactly(new double[] {-3, -4}, EXACT);
        assertThat(next).containsExactly(new double[] {-1.5, -2}, EXACT);
    }

    @Test
    void eachPoint_movesOnItsOwn() {
        Movement movement = new Movement(FREE, 2);
        moved(movement, 0, 1, 1, 0, 0, 0, 0, 0);
        double[] to = moved(movement, 1, 1, -1, 0.8, 7, 8, 1, 2);

        assertThat(to).containsExactly(new double[] {7, 8, 1 - 0.6, 2 + 0.6}, EXACT);
    }
}
