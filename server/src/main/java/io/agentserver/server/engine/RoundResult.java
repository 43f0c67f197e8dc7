package io.agentserver.server.engine;

import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one {@link CommandRound} (contract 3.11).
 *
 * @param ending whether the device answered
 * @param results what the device answered: usually one per command in the same order, but a device may send fewer, or
 *     none at all. When it did not answer: one {@code failure} per command, made by the server
 */
public record RoundResult(Ending ending, List<Result> results) {

    /** How the wait for a device's answer ended. */
    public enum Ending {
        /** The device answered; its results may still be failures. */
        ANSWERED,
        /** The deadline passed first ({@link SessionContext#commandTimeout()}). */
        TIMED_OUT,
        /** The commands could not be sent. */
        NOT_SENT
    }

    public RoundResult {
        Objects.requireNonNull(ending, "ending");
        results = List.copyOf(results);
    }

    /** The device's answer. */
    public static RoundResult answered(List<Result> results) {
        return new RoundResult(Ending.ANSWERED, results);
    }

    /** No answer before the deadline, and the failures that stand for it. */
    public static RoundResult timedOut(List<Result> failures) {
        return new RoundResult(Ending.TIMED_OUT, failures);
    }

    /** Nothing was sent, and the failures that stand for it. */
    public static RoundResult notSent(List<Result> failures) {
        return new RoundResult(Ending.NOT_SENT, failures);
    }

    /** Whether the device answered. */
    public boolean answered() {
        return ending == Ending.ANSWERED;
    }

    /** Whether a command failed or was skipped. */
    public boolean failed() {
        return firstFailure().isPresent();
    }

    /** The first command that failed or, when none did, the first that was skipped. */
    public Optional<Result> firstFailure() {
        return first(ResultStatus.FAILURE).or(() -> first(ResultStatus.SKIPPED));
    }

    private Optional<Result> first(ResultStatus status) {
        return results.stream().filter(result -> result.status() == status).findFirst();
    }
}
