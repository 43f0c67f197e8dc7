package io.agentserver.protocol.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** Those who want to know how a connection ended. Two fields while nobody does. On the event loop of the link. */
final class EndSignal {

    private @Nullable CloseInfo ended;
    private @Nullable List<MonoSink<CloseInfo>> waiting;

    /** Tells it now or when it has ended. */
    void await(MonoSink<CloseInfo> sink, Link link) {
        CloseInfo info = ended;
        if (info != null) {
            sink.success(info);
            return;
        }
        List<MonoSink<CloseInfo>> all = waiting;
        if (all == null) {
            all = new ArrayList<>(1);
            waiting = all;
        }
        all.add(sink);
        sink.onCancel(() -> link.cleanUp(() -> {
            if (waiting != null) {
                waiting.remove(sink);
            }
        }));
    }

    void ended(CloseInfo info) {
        ended = info;
        List<MonoSink<CloseInfo>> all = waiting;
        if (all != null) {
            waiting = null;
            all.forEach(sink -> sink.success(info));
        }
    }
}
