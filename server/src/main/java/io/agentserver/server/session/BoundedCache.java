package io.agentserver.server.session;

import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values for a time, up to a number and a weight; the oldest go first, which is why this is no general cache: those
 * evict by use and may refuse the newest. Any thread may call it.
 */
public final class BoundedCache<K, V> {

    private record Entry<V>(V value, long weight, long expiresAt) {}

    private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>();
    private final int mostEntries;
    private final long mostWeight;
    private final long lifetimeNanos;
    private final ToLongFunction<V> weigher;
    private final Timing timing;
    private final PurgeTimer purges;
    private long weight;

    /** A cache that counts its entries only. */
    public BoundedCache(int mostEntries, Duration lifetime, Timing timing) {
        this(mostEntries, Long.MAX_VALUE, lifetime, value -> 0, timing);
    }

    public BoundedCache(int mostEntries, long mostWeight, Duration lifetime, ToLongFunction<V> weigher, Timing timing) {
        this.mostEntries = mostEntries;
        this.mostWeight = mostWeight;
        this.lifetimeNanos = lifetime.toNanos();
        this.weigher = weigher;
        this.timing = timing;
        this.purges = new PurgeTimer(timing, this::purge);
    }

    /**
     * Keeps the value, the newest from now on, in place of an earlier one of that key. One that alone weighs more than all
     * may together is not kept, rather than all others for its sake.
     */
    public synchronized void put(K key, V value) {
        remove(key);
        long added = weigher.applyAsLong(value);
        if (added > mostWeight) {
            return;
        }
        long now = now();
        entries.put(key, new Entry<>(value, added, now + lifetimeNanos));
        weight += added;
        trim(now);
        purgeLater(now);
    }

    /** The value, or null when there is none any more. */
    public synchronized @Nullable V get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.expiresAt - now() <= 0) {
            remove(key);
            return null;
        }
        return entry.value;
    }

    /** The value of that key; keeps and returns this one when there is none. */
    public synchronized V getOrPut(K key, V value) {
        V known = get(key);
        if (known != null) {
            return known;
        }
        put(key, value);
        return value;
    }

    /** Forgets the value. */
    public synchronized void remove(K key) {
        Entry<V> entry = entries.remove(key);
        if (entry != null) {
            weight -= entry.weight;
        }
    }

    /** Forgets what is too old, and says how many are left. */
    public synchronized int size() {
        trim(now());
        return entries.size();
    }

    private void purgeLater(long now) {
        if (!entries.isEmpty()) {
            purges.wakeIn(entries.values().iterator().next().expiresAt - now);
        }
    }

    private synchronized void purge() {
        long now = now();
        trim(now);
        purgeLater(now);
    }

    private long now() {
        return timing.nanoTime().getAsLong();
    }

    private void trim(long now) {
        Iterator<Map.Entry<K, Entry<V>>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext()) {
            Entry<V> entry = oldest.next().getValue();
            boolean over = entries.size() > mostEntries || weight > mostWeight;
            if (!over && entry.expiresAt - now > 0) {
                return;
            }
            oldest.remove();
            weight -= entry.weight;
        }
    }
}
