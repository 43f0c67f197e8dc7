package io.agentserver.loadtest.compare;

/** What can be said about one figure of two sides. */
public enum Judgement {
    /** Further off than noise and the threshold allow, to the worse. */
    WORSE,
    /** The same, to the better. */
    BETTER,
    /** Within noise, or too small to matter. */
    NO_DIFFERENCE,
    /** Not enough seconds or requests to tell noise from difference. */
    TOO_FEW,
    /** Shown only. */
    NOT_JUDGED
}
