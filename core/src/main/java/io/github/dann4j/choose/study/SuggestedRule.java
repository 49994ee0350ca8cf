package io.github.dann4j.choose.study;

import java.util.List;

/**
 * The rule that all other pairs suggest for a pair: the validators whose mean place loses the least accuracy on those
 * pairs.
 *
 * @param pair that took no part in the choice of these validators
 * @param validators at most four
 * @param lossOnOthers mean loss on the other pairs, each pair with the same weight
 * @param loss mean loss on this pair
 */
public record SuggestedRule(String pair, List<String> validators, double lossOnOthers, double loss) {
    public SuggestedRule {
        validators = List.copyOf(validators);
    }
}
