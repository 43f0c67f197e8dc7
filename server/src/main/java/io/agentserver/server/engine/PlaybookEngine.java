package io.agentserver.server.engine;

import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns requests into commands by the rules of a {@link Playbook}, for devices that only run tools. The first rule that
 * matches the request and the device's platform wins; its rounds run one after the other and the outcome follows {@link
 * SessionOutcome#ofRounds}. A request that no rule matches fails and reaches no device.
 *
 * <p>Matching runs on the subscriber's thread and is bounded: patterns take linear time ({@link RequestPattern}) and a
 * request longer than {@value #MAX_REQUEST_CHARS} characters is refused.
 */
public final class PlaybookEngine implements SessionEngine {

    /** The longest request that is matched. */
    static final int MAX_REQUEST_CHARS = 16_384;

    private final Playbook playbook;

    /** An engine for those rules. */
    public PlaybookEngine(Playbook playbook) {
        this.playbook = Objects.requireNonNull(playbook, "playbook");
    }

    @Override
    public Mono<SessionOutcome> run(SessionContext context) {
        return Mono.defer(() -> play(context));
    }

    private Mono<SessionOutcome> play(SessionContext context) {
        String request = context.request();
        if (request.length() > MAX_REQUEST_CHARS) {
            return failed("Request of " + request.length() + " characters is too long for the playbook engine"
                    + " (expected: at most " + MAX_REQUEST_CHARS + ")");
        }
        Optional<RuleMatch> match = playbook.find(context.platform(), request);
        if (match.isEmpty()) {
            return failed("No playbook rule for platform " + context.platform() + " matches the request '"
                    + Excerpt.of(request) + "'; ask for something the playbook knows, or add a rule");
        }
        return match.get().fault().map(PlaybookEngine::failed).orElseGet(() -> execute(match.get(), context));
    }

    private static Mono<SessionOutcome> execute(RuleMatch match, SessionContext context) {
        boolean stops = match.rule().onFailure() == Playbook.OnFailure.STOP;
        return Flux.fromIterable(match.rounds())
                .concatMap(context::execute)
                .takeUntil(round -> stops && round.failed())
                .collectList()
                .map(rounds -> SessionOutcome.ofRounds(context.request(), rounds));
    }

    private static Mono<SessionOutcome> failed(String error) {
        return Mono.just(SessionOutcome.failed(error, null));
    }
}
