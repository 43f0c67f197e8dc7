package io.agentserver.server.testkit.fleet;

import io.agentserver.server.testkit.HubUnderTest;
import io.agentserver.server.testkit.WireClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that measures how long a hub takes to answer heartbeats: {@code HeartbeatProbe PORT DEVICES WINDOWS SECONDS}. Each
 * device sends fifty a second. For each window of that many seconds it prints {@code window N: } with quantiles; between two
 * windows it rests for a second.
 */
public final class HeartbeatProbe {

    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration REST = Duration.ofSeconds(1);

    private HeartbeatProbe() {}

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress hub = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        int devices = Integer.parseInt(arguments[1]);
        int windows = Integer.parseInt(arguments[2]);
        Duration length = Duration.ofSeconds(Integer.parseInt(arguments[3]));
        List<WireClient> clients = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            clients.add(device(hub, "probe_" + device));
        }
        ExecutorService threads = Executors.newFixedThreadPool(devices);
        measure(threads, clients, length); // Warms up.
        for (int window = 0; window < windows; window++) {
            System.out.println("begins " + window + ":");
            Thread.sleep(REST.toMillis());
            long[] nanos = measure(threads, clients, length);
            System.out.printf(
                    "window %d: beats=%d p50_ms=%.2f p99_ms=%.2f p999_ms=%.2f max_ms=%.2f%n",
                    window,
                    nanos.length,
                    quantile(nanos, 0.5),
                    quantile(nanos, 0.99),
                    quantile(nanos, 0.999),
                    quantile(nanos, 1));
        }
        threads.shutdown();
    }

    private static WireClient device(InetSocketAddress hub, String id) {
        WireClient client = WireClient.connect(hub, "/ws?token=" + HubUnderTest.KEY);
        client.send("{'type':'register','status':'ok','client_type':'device','client_id':'" + id + "'}");
        client.expect("{'type':'heartbeat'}");
        return client;
    }

    /** How long answers took, in order of length. */
    private static long[] measure(ExecutorService threads, List<WireClient> clients, Duration length) throws Exception {
        List<Callable<long[]>> beating = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            WireClient client = clients.get(i);
            long offset = PACE.toNanos() * i / clients.size();
            beating.add(() -> beat(client, offset, length));
        }
        long[] all = {};
        for (Future<long[]> device : threads.invokeAll(beating)) {
            long[] more = device.get();
            all = Arrays.copyOf(all, all.length + more.length);
            System.arraycopy(more, 0, all, all.length - more.length, more.length);
        }
        Arrays.sort(all);
        return all;
    }

    /** A heartbeat that is late because the one before was not answered counts from when it was due. */
    private static long[] beat(WireClient client, long offset, Duration length) {
        long[] nanos = new long[(int) (length.toNanos() / PACE.toNanos())];
        long due = System.nanoTime() + offset;
        for (int i = 0; i < nanos.length; i++) {
            boolean late = System.nanoTime() - due > 0;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long began = late ? due : System.nanoTime();
            client.heartbeat();
            nanos[i] = System.nanoTime() - began;
            due += PACE.toNanos();
        }
        return nanos;
    }

    private static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }
}
