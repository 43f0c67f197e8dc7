package io.agentserver.benchmarks;

/** Something that a measurement needs is not there; nothing has gone wrong. */
final class NotMeasuredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotMeasuredException(String what) {
        super(what);
    }
}
