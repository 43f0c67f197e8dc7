package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.HubKit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** decisions, "Idempotency-Key". */
class IdempotentRepliesTest {

    private final HubKit kit = new HubKit();
    private final IdempotentReplies replies = new IdempotentReplies(kit.timing());
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void givesTheFirstAnswerAgain() {
        Reply first = reply("k", "body", this::succeed);
        Reply second = reply("k", "body", this::succeed);

        assertThat(runs).hasValue(1);
        assertThat(second.body()).isSameAs(first.body());
        assertThat(second.headers()).containsValue("true");
        assertThat(first.headers()).isEmpty();
    }

    @Test
    void refusesAnotherBody() {
        reply("k", "body", this::succeed);

        Reply other = reply("k", "bodY", this::succeed);

        assertThat(other.status().code()).isEqualTo(422);
        assertThat(Calls.text(other)).isEqualTo("{\"detail\":\"Idempotency-Key was used with another body\"}");
        assertThat(runs).hasValue(1);
    }

    @Test
    void keepsKeysApart() {
        reply("k1", "body", this::succeed);
        reply("k2", "body", this::succeed);

        assertThat(runs).hasValue(2);
    }

    @Test
    void letsARefusedRequestTryAgain() {
        assertThat(reply("k", "body", Refusal.CLIENT_NOT_ONLINE::reply).status().code())
                .isEqualTo(404);
        assertThat(reply("k", "other body", this::succeed).status().code()).isEqualTo(200);
        assertThat(reply("k", "other body", this::succeed).headers()).isNotEmpty();
        assertThat(runs).hasValue(1);
    }

    @Test
    void forgetsTenMinutesAfterTheSuccess() {
        reply("k", "body", Refusal.CLIENT_NOT_ONLINE::reply);
        kit.advance(Duration.ofMinutes(9));
        reply("k", "body", this::succeed);
        kit.advance(Duration.ofMinutes(9));
        reply("k", "body", this::succeed);
        assertThat(runs).hasValue(1);
        kit.advance(Duration.ofMinutes(1));
        reply("k", "body", this::succeed);

        assertThat(runs).hasValue(2);
    }

    @Test
    void keepsTenThousand() {
        reply("oldest", "body", this::succeed);
        for (int i = 0; i < 9_999; i++) {
            reply("k" + i, "body", this::succeed);
        }
        reply("oldest", "body", this::succeed);
        assertThat(runs).hasValue(10_000);
        reply("one more", "body", this::succeed);
        reply("oldest", "body", this::succeed);

        assertThat(runs).hasValue(10_002);
    }

    @Test
    void runsOnceWhenTwoComeAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                String key = "race" + round;
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<Reply>> pending = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    pending.add(threads.submit(() -> {
                        start.await();
                        return reply(key, "body", this::succeed);
                    }));
                }
                for (Future<Reply> reply : pending) {
                    assertThat(reply.get().status().code()).isEqualTo(200);
                }
            }
            assertThat(runs).hasValue(200);
        } finally {
            threads.shutdown();
        }
    }

    private Reply reply(String key, String body, Supplier<Reply> first) {
        return replies.reply(key, body.getBytes(StandardCharsets.UTF_8), first);
    }

    private Reply succeed() {
        return Reply.ok(new JsonText(8).value(runs.incrementAndGet()));
    }
}
