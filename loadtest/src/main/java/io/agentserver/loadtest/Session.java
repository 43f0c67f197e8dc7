package io.agentserver.loadtest;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one virtual user knows: attributes by name, and whether something failed. Immutable; every change gives another.
 * In texts {@code #{name}} stands for an attribute, and {@code #{userId}} for the user's number.
 */
public final class Session {

    private final String scenario;
    private final long userId;
    private final Map<String, Object> attributes;
    private final boolean failed;

    private Session(String scenario, long userId, Map<String, Object> attributes, boolean failed) {
        this.scenario = scenario;
        this.userId = userId;
        this.attributes = attributes;
        this.failed = failed;
    }

    /** A new user's: without attributes, nothing failed. */
    public static Session of(String scenario, long userId) {
        return new Session(scenario, userId, Map.of(), false);
    }

    /** The scenario the user runs. */
    public String scenario() {
        return scenario;
    }

    /** The user's number, counted from 0 over the run and the scenario. */
    public long userId() {
        return userId;
    }

    /** Whether a request failed since the start or since {@link #markAsSucceeded()}. */
    public boolean isFailed() {
        return failed;
    }

    /** Whether there is that attribute. */
    public boolean contains(String name) {
        return find(name) != null;
    }

    /** That attribute, or null when there is none. */
    public @Nullable Object find(String name) {
        Object value = attributes.get(name);
        return value == null && name.equals("userId") ? (Object) userId : value;
    }

    /**
     * That attribute.
     *
     * @throws MissingAttributeException when there is none
     */
    public Object get(String name) {
        Object value = find(name);
        if (value == null) {
            throw new MissingAttributeException(name);
        }
        return value;
    }

    /**
     * That attribute as text.
     *
     * @throws MissingAttributeException when there is none
     */
    public String getString(String name) {
        return get(name).toString();
    }

    /**
     * That attribute as a whole number.
     *
     * @throws MissingAttributeException when there is none
     * @throws NumberFormatException when it is something else
     */
    public int getInt(String name) {
        Object value = get(name);
        return value instanceof Number number ? number.intValue() : Integer.parseInt(value.toString());
    }

    /** With that attribute. */
    public Session set(String name, Object value) {
        return setAll(Map.of(name, value));
    }

    /** With those attributes. */
    public Session setAll(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(attributes);
        values.forEach(
                (name, value) -> all.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
        return new Session(scenario, userId, all, failed);
    }

    /** Without that attribute. */
    public Session remove(String name) {
        Map<String, Object> all = new HashMap<>(attributes);
        all.remove(name);
        return new Session(scenario, userId, all, failed);
    }

    /** With a failure noted. */
    public Session markAsFailed() {
        return failed ? this : new Session(scenario, userId, attributes, true);
    }

    /** With no failure noted. */
    public Session markAsSucceeded() {
        return failed ? new Session(scenario, userId, attributes, false) : this;
    }
}
