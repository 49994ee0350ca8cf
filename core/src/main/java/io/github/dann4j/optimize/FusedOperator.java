package io.github.dann4j.optimize;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;

/** An operator of libtorch that updates many parameters at once. Only libtorch's dispatcher reaches these operators. */
final class FusedOperator {
    private final OperatorHandle operator;

    /** @param name name with its namespace, such as {@code aten::_fused_sgd_} */
    FusedOperator(String name) {
        operator = Dispatcher.singleton().findSchemaOrThrow(name, "").retainReference();
    }

    /** Calls the operator with all its arguments, in the order of its schema. */
    void call(IValue... arguments) {
        Dispatcher.singleton().callBoxed(operator, new IValueVector(arguments));
    }

    /** Returns tensors as one argument. */
    static IValue list(TensorVector tensors) {
        return new IValue(new GenericList(new TensorList(tensors)));
    }
}
