package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.HubKit;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;

class BodyReaderTest {

    private final HubKit kit = new HubKit();
    private final BodyReader reader = new BodyReader(10, kit.timing());
    private final List<Reply> replies = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    @Test
    void joinsTheParts() {
        Answer answer = reader.read(post("123", "456", "7890"), BodyReaderTest::echo);

        assertThat(Calls.text(answer)).isEqualTo("\"1234567890\"");
    }

    @Test
    void refusesAtOnceWhatTurnsOutTooLargeAndDropsTheRest() {
        TestPublisher<String> parts = TestPublisher.create();
        read(parts.flux());

        parts.next("1234567").next("8901");
        assertThat(replies).containsExactly(Refusal.BODY_TOO_LARGE.reply());
        parts.next("more").next("x".repeat(1_000));
        assertThat(ends).isEmpty();
        parts.complete();

        assertThat(replies).hasSize(1);
        assertThat(ends).containsExactly("complete");
    }

    @Test
    void dropsNoLongerThanABodyMayTake() {
        TestPublisher<String> parts = TestPublisher.create();
        read(parts.flux());
        parts.next("12345678901");

        kit.advance(BodyReader.TIME);

        assertThat(ends).containsExactly("complete");
        parts.assertCancelled();
    }

    @Test
    void refusesWhatIsAnnouncedTooLargeWithoutReading() {
        HttpHeaders headers = new DefaultHttpHeaders().set("Content-Length", "11");
        Call call = Calls.post(headers, Flux.error(new AssertionError("read")));

        assertThat(Calls.now(reader.read(call, BodyReaderTest::echo))).isEqualTo(Refusal.BODY_TOO_LARGE.reply());
    }

    @Test
    void refusesABodyThatIsTooSlow() {
        TestPublisher<String> parts = TestPublisher.create();
        read(parts.flux());

        parts.next("1");
        kit.advance(BodyReader.TIME.minus(Duration.ofMillis(1)));
        assertThat(replies).isEmpty();
        kit.advance(Duration.ofMillis(1));

        assertThat(replies).containsExactly(Refusal.BODY_TOO_SLOW.reply());
        assertThat(ends).containsExactly("complete");
        parts.assertCancelled();
    }

    @Test
    void passesOnThatTheClientWentAwayUnlessItWasRefused() {
        TestPublisher<String> parts = TestPublisher.create();
        read(parts.flux());
        parts.next("1").error(new IllegalStateException("gone"));
        assertThat(replies).isEmpty();
        assertThat(ends).containsExactly("gone");

        TestPublisher<String> refused = TestPublisher.create();
        read(refused.flux());
        refused.next("12345678901").error(new IllegalStateException("gone"));
        assertThat(replies).hasSize(1);
        assertThat(ends).containsExactly("gone", "complete");
    }

    private void read(Flux<String> parts) {
        Answer answer = reader.read(Calls.post(new DefaultHttpHeaders(), parts), BodyReaderTest::echo);
        ((Answer.Reading) answer)
                .reply()
                .subscribe(replies::add, error -> ends.add(error.getMessage()), () -> ends.add("complete"));
    }

    private static Call post(String... parts) {
        return Calls.post(new DefaultHttpHeaders(), Flux.just(parts));
    }

    private static Reply echo(byte[] body) {
        return Reply.ok(new JsonText(16).value(new String(body, StandardCharsets.UTF_8)));
    }
}
