package io.agentserver.protocol.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** Tells the subscriber of a send what became of it, unless it has cancelled: a late error would be logged as dropped. */
final class SendSignal implements Consumer<@Nullable Throwable> {

    private volatile @Nullable MonoSink<Void> sink;

    SendSignal(MonoSink<Void> sink) {
        this.sink = sink;
        sink.onCancel(() -> this.sink = null);
    }

    @Override
    public void accept(@Nullable Throwable failure) {
        MonoSink<Void> waiting = sink;
        if (waiting == null) {
            return;
        }
        if (failure == null) {
            waiting.success();
        } else {
            waiting.error(failure);
        }
    }
}
