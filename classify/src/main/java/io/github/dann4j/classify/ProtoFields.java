package io.github.dann4j.classify;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a message in the wire format of Protocol Buffers, one after the other; enough to find a few texts in a
 * large file without a library and without copies.
 */
final class ProtoFields {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final ByteBuffer message;
    private int number;
    private ByteBuffer content = ByteBuffer.allocate(0);

    ProtoFields(ByteBuffer message) {
        this.message = message.duplicate();
    }

    /**
     * Steps to the next field.
     *
     * @return whether there is one
     * @throws IllegalArgumentException if the message is cut off, or is not such a message
     */
    boolean next() {
        if (!message.hasRemaining()) {
            return false;
        }
        try {
            long key = varint();
            number = (int) (key >>> 3);
            content = ByteBuffer.allocate(0);
            switch ((int) (key & 7)) {
                case VARINT -> {
                    long unused = varint();
                }
                case FIXED_64 -> skip(Long.BYTES);
                case FIXED_32 -> skip(Integer.BYTES);
                case LENGTH_DELIMITED -> {
                    long length = varint();
                    if (length < 0 || length > message.remaining()) {
                        throw new IllegalArgumentException("a field promises more bytes than there are");
                    }
                    content = message.slice(message.position(), (int) length);
                    skip((int) length);
                }
                default -> throw new IllegalArgumentException("a field of an unknown type");
            }
            return true;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the last field is cut off", e);
        }
    }

    private void skip(int bytes) {
        if (bytes > message.remaining()) {
            throw new BufferUnderflowException();
        }
        message.position(message.position() + bytes);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = message.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has too many bytes");
    }

    /** Number of the current field. */
    int number() {
        return number;
    }

    /** The fields of the message in the current field. */
    ProtoFields message() {
        return new ProtoFields(content);
    }

    /** The text in the current field. */
    String text() {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }
}
