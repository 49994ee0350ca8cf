package io.github.dann4j.tensorboard;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an event file with protobuf's own parser, by those parts of TensorFlow's event.proto, summary.proto and
 * histogram.proto that are used.
 */
public record Events(List<DynamicMessage> messages, int cut) {
    private static final FileDescriptor SCHEMA = schema();

    /** A value of a summary. */
    public record Value(long step, String tag, DynamicMessage message) {
        public boolean has(String field) {
            return message.hasField(message.getDescriptorForType().findFieldByName(field));
        }

        public Object get(String field) {
            return Events.get(message, field);
        }

        public DynamicMessage part(String field) {
            return (DynamicMessage) get(field);
        }
    }

    /**
     * Reads all complete events.
     *
     * @throws IOException if a record is damaged, is not an event, or has a field that the schema does not know
     */
    public static Events read(Path file) throws IOException {
        RecordReader.Content content = RecordReader.read(file);
        List<DynamicMessage> messages = new ArrayList<>();
        for (byte[] record : content.whole()) {
            DynamicMessage event = DynamicMessage.parseFrom(SCHEMA.findMessageTypeByName("Event"), record);
            requireKnown(event, file);
            messages.add(event);
        }
        return new Events(messages, content.cut());
    }

    private static void requireKnown(DynamicMessage message, Path file) throws IOException {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new IOException("%s: unknown fields %s of %s"
                    .formatted(
                            file,
                            message.getUnknownFields().asMap().keySet(),
                            message.getDescriptorForType().getName()));
        }
        for (Object field : message.getAllFields().values()) {
            for (Object one : field instanceof List<?> many ? many : List.of(field)) {
                if (one instanceof DynamicMessage part) {
                    requireKnown(part, file);
                }
            }
        }
    }

    /** Returns the version at the start of the file. */
    public String version() {
        return (String) get(messages.get(0), "file_version");
    }

    /** Returns all values of all summaries, in the order of the file. */
    public List<Value> values() {
        List<Value> values = new ArrayList<>();
        for (DynamicMessage event : messages) {
            for (Object value : (List<?>) get((DynamicMessage) get(event, "summary"), "value")) {
                DynamicMessage message = (DynamicMessage) value;
                values.add(new Value((Long) get(event, "step"), (String) get(message, "tag"), message));
            }
        }
        return values;
    }

    /** Returns the values of a tag. */
    public List<Value> values(String tag) {
        return values().stream().filter(value -> value.tag().equals(tag)).toList();
    }

    public static Object get(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private static FileDescriptor schema() {
        FileDescriptorProto proto = FileDescriptorProto.newBuilder()
                .setName("event.proto")
                .setSyntax("proto3")
                .addMessageType(message(
                        "Event",
                        field("wall_time", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        field("step", 2, FieldDescriptorProto.Type.TYPE_INT64),
                        field("file_version", 3, FieldDescriptorProto.Type.TYPE_STRING),
                        nested("summary", 5, "Summary", FieldDescriptorProto.Label.LABEL_OPTIONAL)))
                .addMessageType(
                        message("Summary", nested("value", 1, "Value", FieldDescriptorProto.Label.LABEL_REPEATED)))
                .addMessageType(message(
                        "Value",
                        field("tag", 1, FieldDescriptorProto.Type.TYPE_STRING),
                        field("simple_value", 2, FieldDescriptorProto.Type.TYPE_FLOAT)
                                .setOneofIndex(0),
                        nested("image", 4, "Image", FieldDescriptorProto.Label.LABEL_OPTIONAL),
                        nested("histo", 5, "HistogramProto", FieldDescriptorProto.Label.LABEL_OPTIONAL)))
                .addMessageType(message(
                        "Image",
                        field("height", 1, FieldDescriptorProto.Type.TYPE_INT32),
                        field("width", 2, FieldDescriptorProto.Type.TYPE_INT32),
                        field("colorspace", 3, FieldDescriptorProto.Type.TYPE_INT32),
                        field("encoded_image_string", 4, FieldDescriptorProto.Type.TYPE_BYTES)))
                .addMessageType(message(
                        "HistogramProto",
                        field("min", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        field("max", 2, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        field("num", 3, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        field("sum", 4, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        field("sum_squares", 5, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        field("bucket_limit", 6, FieldDescriptorProto.Type.TYPE_DOUBLE)
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED),
                        field("bucket", 7, FieldDescriptorProto.Type.TYPE_DOUBLE)
                                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
                .build();
        try {
            return FileDescriptor.buildFrom(proto, new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (FieldDescriptorProto.Builder field : fields) {
            message.addField(field);
            if (field.hasOneofIndex()) {
                message.addOneofDeclBuilder().setName("kind_of_" + field.getName());
            }
        }
        return message.build();
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder nested(
            String name, int number, String type, FieldDescriptorProto.Label label) {
        return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName("." + type)
                .setLabel(label);
    }
}
