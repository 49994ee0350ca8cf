package io.github.dann4j.choose;

import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.DataRecord;
import java.util.List;

/**
 * What must stay the same when an adaptation continues after its process ended, as stored in {@code adapt.json}.
 *
 * @param request what was asked for
 * @param settings of all trainings
 * @param plan which trainings
 * @param data what the trainings use
 * @param elapsedSeconds before the first training
 */
record Begun(Request request, RunSettings settings, Plan plan, List<DataRecord> data, double elapsedSeconds) {
    Begun {
        data = List.copyOf(data);
    }
}
