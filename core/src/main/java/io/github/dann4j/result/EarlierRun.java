package io.github.dann4j.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Results of a training from before validators were among them. */
final class EarlierRun implements Consumer<ObjectNode> {
    @Override
    public void accept(ObjectNode run) {
        if (!run.has("validators")) {
            run.putObject("validators");
        }
    }
}
