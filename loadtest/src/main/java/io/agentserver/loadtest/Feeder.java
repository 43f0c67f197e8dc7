package io.agentserver.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Rows of attributes, handed out one by one: each once ({@code queue}, the default), round and round ({@code circular}), or
 * by chance ({@code random}). Any thread may take a row at any time.
 */
public final class Feeder {

    private enum Order {
        QUEUE,
        CIRCULAR,
        RANDOM
    }

    private final List<Map<String, String>> rows;
    private final Order order;
    private final AtomicLong taken = new AtomicLong();

    private Feeder(List<Map<String, String>> rows, Order order) {
        this.rows = rows;
        this.order = order;
    }

    /**
     * Rows in that order.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static Feeder of(List<Map<String, String>> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("feeder: no rows (expected: at least one)");
        }
        List<Map<String, String>> copies = new ArrayList<>();
        rows.forEach(row -> copies.add(Map.copyOf(row)));
        return new Feeder(List.copyOf(copies), Order.QUEUE);
    }

    /** Every row once; users that come later end there. */
    public Feeder queue() {
        return new Feeder(rows, Order.QUEUE);
    }

    /** From the last row to the first again. */
    public Feeder circular() {
        return new Feeder(rows, Order.CIRCULAR);
    }

    /** Any row, each as likely. */
    public Feeder random() {
        return new Feeder(rows, Order.RANDOM);
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    /** The next row; null when a queue has none left. */
    public @Nullable Map<String, String> next(RandomGenerator random) {
        if (order == Order.RANDOM) {
            return rows.get(random.nextInt(rows.size()));
        }
        long index = taken.getAndIncrement();
        if (order == Order.CIRCULAR) {
            return rows.get((int) (index % rows.size()));
        }
        return index < rows.size() ? rows.get((int) index) : null;
    }
}
