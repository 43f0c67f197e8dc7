package io.agentserver.server.http;

import io.agentserver.server.hub.Timing;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Reads request bodies that are neither larger nor slower than they may be. A body that turns out too large is refused at
 * once; what still comes of it is dropped for a while, because a client that is busy sending would otherwise see its
 * connection reset instead of the refusal.
 */
final class BodyReader {

    /** For everything up to the last byte; whoever has something to say can say it in that time. */
    static final Duration TIME = Duration.ofSeconds(10);

    private final int mostBytes;
    private final Timing timing;

    BodyReader(int mostBytes, Timing timing) {
        this.mostBytes = mostBytes;
        this.timing = timing;
    }

    /**
     * What becomes of the body once it is there, or the refusal of one that is too large or too slow: one reply. Completes
     * when nothing more will be read.
     */
    Answer read(Call call, Function<byte[], Reply> use) {
        if (call.announcedBytes() > mostBytes) {
            return Refusal.BODY_TOO_LARGE.reply();
        }
        return new Answer.Reading(Flux.defer(() -> {
            Body body = new Body(mostBytes);
            return call.body()
                    .get()
                    .doOnComplete(body::complete)
                    .take(TIME, timing.scheduler())
                    .handle(body::add)
                    .onErrorComplete(error -> body.refused)
                    .concatWith(Mono.fromSupplier(() -> body.reply(use)));
        }));
    }

    /** What has arrived. */
    private static final class Body extends ByteArrayOutputStream {

        private final int mostBytes;
        private boolean complete;
        private boolean refused;

        Body(int mostBytes) {
            this.mostBytes = mostBytes;
        }

        void add(ByteBuf part, SynchronousSink<Reply> sink) {
            if (refused) {
                return;
            }
            if (size() + (long) part.readableBytes() > mostBytes) {
                refused = true;
                reset();
                sink.next(Refusal.BODY_TOO_LARGE.reply());
                return;
            }
            try {
                part.readBytes(this, part.readableBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void complete() {
            complete = true;
        }

        /** The reply that is due at the end; null when it has been given before. */
        @Nullable
        Reply reply(Function<byte[], Reply> use) {
            if (refused) {
                return null;
            }
            return complete ? use.apply(toByteArray()) : Refusal.BODY_TOO_SLOW.reply();
        }
    }
}
