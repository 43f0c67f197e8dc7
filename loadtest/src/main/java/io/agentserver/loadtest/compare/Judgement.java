package io.agentserver.loadtest.compare;

/** What can be said about one figure of two sides. */
public enum Judgement {
    /** Further off than noise and the threshold allow, to the worse. */
    WORSE,
    /** The same, to the better. */
    BETTER,
    /** Within noise, or too small to matter. */
    NO_DIFFERENCE,
    /** Too few seconds or requests, or so much noise that a factor of two could hide in it. */
    CANNOT_TELL,
    /** Shown only. */
    NOT_JUDGED
}
