package io.github.dann4j.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final Client CLIENT = new Client("7f000001");

    private final Quota room = new Quota(20); // 10 for one client
    private final Source source = new Source();

    /** A source that delivers only what a test gives it. */
    private static final class Source implements Content.Source {
        private final Deque<Content.Chunk> chunks = new ArrayDeque<>();
        private @Nullable Runnable demand;

        @Override
        public Content.@Nullable Chunk read() {
            return chunks.poll();
        }

        @Override
        public void demand(Runnable callback) {
            demand = callback;
        }

        @Override
        public void fail(Throwable failure) {}

        void arrives(String text, boolean last) {
            chunks.add(Content.Chunk.from(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), last));
            Runnable callback = demand;
            demand = null;
            if (callback != null) {
                callback.run();
            }
        }
    }

    private RequestBody body() {
        return new RequestBody(source, 8, room, CLIENT);
    }

    private void assertNoRoomIsHeld() {
        assertThat(room.take(CLIENT, 10)).isTrue();
    }

    @Test
    void bytesArriveInParts() {
        CompletableFuture<byte[]> whole = body().read();
        source.arrives("abc", false);
        assertThat(whole).isNotDone();
        source.arrives("de", true);

        assertThat(whole)
                .isCompletedWithValueMatching(bytes -> new String(bytes, StandardCharsets.US_ASCII).equals("abcde"));
        assertThat(room.take(CLIENT, 6)).as("room for 6 of 10, 5 are held").isFalse();
        assertThat(room.take(CLIENT, 5)).isTrue();
    }

    @Test
    void tooManyBytes_areReadToTheirEnd_andNotKept() {
        CompletableFuture<byte[]> whole = body().read();
        source.arrives("abcdefghi", false);
        assertThat(whole).isNotDone();
        assertNoRoomIsHeld();
        source.arrives("j", true);

        assertThatThrownBy(whole::join).hasCauseInstanceOf(RequestBody.TooLongException.class);
    }

    /** The source never reports its failure, as happens if Jetty loses it. */
    @Test
    void bodyThatIsGivenUp_fails_evenIfItsSourceSaysNothing() {
        RequestBody body = body();
        CompletableFuture<byte[]> whole = body.read();
        source.arrives("abc", false);
        body.fail(new TimeoutException());

        assertThatThrownBy(whole::join).hasCauseInstanceOf(TimeoutException.class);
        assertNoRoomIsHeld();
    }

    @Test
    void bytesAfterTheFailure_takeNoRoom_andChangeNothing() {
        RequestBody body = body();
        CompletableFuture<byte[]> whole = body.read();
        body.fail(new TimeoutException());
        source.arrives("abc", false);
        source.arrives("de", true);

        assertThatThrownBy(whole::join).hasCauseInstanceOf(TimeoutException.class);
        assertNoRoomIsHeld();
    }

    @Test
    void failureAfterTheEnd_changesNothing() {
        RequestBody body = body();
        CompletableFuture<byte[]> whole = body.read();
        source.arrives("abc", true);
        body.fail(new TimeoutException());

        assertThat(whole)
                .isCompletedWithValueMatching(bytes -> new String(bytes, StandardCharsets.US_ASCII).equals("abc"));
        assertThat(room.take(CLIENT, 8)).as("the receiver still holds 3 of 10").isFalse();
    }
}
