package io.agentserver.server.testkit.fleet;

import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.HubUnderTest;
import io.agentserver.server.testkit.RawSocket;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A program that registers devices at a hub and dispatches tasks to random ones of them: {@code Fleet PORT DEVICES SECONDS}.
 * It prints {@code registered: } with the seconds that took, then {@code figures: } with what came of the tasks, and keeps
 * the devices connected until it is ended.
 */
public final class Fleet {

    /** Tasks under way at any time. */
    private static final int TASKS_AT_ONCE = 32;

    /** Connections being made at any time. */
    private static final int CONNECTS_AT_ONCE = 256;

    private static final Duration TASK_DEADLINE = Duration.ofSeconds(30);
    private static final Duration REGISTRATION_DEADLINE = Duration.ofSeconds(120);

    private final InetSocketAddress hub;
    private final int devices;
    private final CountDownLatch registrations;
    private final Semaphore connecting = new Semaphore(CONNECTS_AT_ONCE);
    private final ConcurrentMap<String, CompletableFuture<String>> ends = new ConcurrentHashMap<>();
    private final AtomicInteger unexpected = new AtomicInteger();

    private Fleet(InetSocketAddress hub, int devices) {
        this.hub = hub;
        this.devices = devices;
        this.registrations = new CountDownLatch(devices);
    }

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress hub = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        Fleet fleet = new Fleet(hub, Integer.parseInt(arguments[1]));
        long began = System.nanoTime();
        fleet.connect();
        System.out.printf("registered: %.1f%n", (System.nanoTime() - began) / 1e9);
        fleet.run(Duration.ofSeconds(Integer.parseInt(arguments[2])));
        Thread.currentThread().join();
    }

    /** A device was confirmed. */
    void registered() {
        connecting.release();
        registrations.countDown();
    }

    /** A device was told that a task has ended. */
    void ended(String session, String status) {
        if (!end(session).complete(status)) {
            unexpected(session + " ended twice");
        }
    }

    /** Something happened that should not. */
    void unexpected(String what) {
        if (unexpected.incrementAndGet() <= 10) {
            System.out.println("unexpected: " + what);
        }
    }

    private void connect() throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri("ws://localhost:" + hub.getPort() + "/ws?token=" + HubUnderTest.KEY)
                .maxFramePayloadLength(1_048_576)
                .handshakeTimeoutMillis(REGISTRATION_DEADLINE.toMillis())
                .build();
        AtomicInteger number = new AtomicInteger();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(8_192),
                                        new WebSocketClientProtocolHandler(config),
                                        new WebSocketFrameAggregator(1_048_576),
                                        new FleetDevice("device_" + number.getAndIncrement(), Fleet.this));
                    }
                });
        for (int device = 0; device < devices; device++) {
            connecting.acquire();
            ChannelFuture connection = bootstrap.connect(hub);
            connection.addListener(done -> {
                if (!done.isSuccess()) {
                    unexpected("no connection: " + done.cause());
                }
            });
        }
        if (!registrations.await(REGISTRATION_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(registrations.getCount() + " devices are not registered");
        }
    }

    private void run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(TASKS_AT_ONCE);
        List<Callable<Tally>> workers = new ArrayList<>();
        IntStream.range(0, TASKS_AT_ONCE).forEach(worker -> workers.add(() -> work(worker, end)));
        Tally all = new Tally();
        for (Future<Tally> worker : threads.invokeAll(workers)) {
            all.add(worker.get());
        }
        threads.shutdown();
        long[] nanos = all.nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "figures: dispatched=%d completed=%d lost=%d refused=%d unexpected=%d per_second=%.0f p50_ms=%.1f p99_ms=%.1f "
                        + "max_ms=%.1f%n",
                all.dispatched,
                nanos.length,
                all.dispatched - nanos.length,
                all.refused,
                unexpected.get(),
                nanos.length / (double) time.toSeconds(),
                quantile(nanos, 0.5),
                quantile(nanos, 0.99),
                quantile(nanos, 1));
    }

    /** One task after the other, each to a random device, on a connection of its own. */
    private Tally work(int worker, long end) throws IOException {
        Random random = new Random(worker);
        Tally tally = new Tally();
        try (RawSocket http = RawSocket.connect(hub)) {
            for (int task = 0; System.nanoTime() - end < 0; task++) {
                long began = System.nanoTime();
                HttpAnswer answer = dispatch(http, random.nextInt(devices), "t" + worker + "_" + task);
                if (answer.status() != 200) {
                    tally.refused++;
                    unexpected("dispatch: " + answer);
                    continue;
                }
                tally.dispatched++;
                String session = answer.json().path("session_id").asString();
                if (awaitEnd(session)) {
                    tally.nanos.add(System.nanoTime() - began);
                }
            }
        }
        return tally;
    }

    private static HttpAnswer dispatch(RawSocket http, int device, String task) throws IOException {
        byte[] body = ("{\"client_id\":\"device_" + device + "\",\"request\":\"count the log files\",\"task_name\":\""
                        + task + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST /api/dispatch HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + HubUnderTest.KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        http.write(request);
        return http.readAnswer();
    }

    /** Whether the task ended, and well. */
    private boolean awaitEnd(String session) {
        try {
            String status = end(session).get(TASK_DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (!status.equals("completed")) {
                unexpected(session + " ended " + status);
                return false;
            }
            return true;
        } catch (TimeoutException lost) {
            unexpected(session + " did not end");
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<String> end(String session) {
        return ends.computeIfAbsent(session, key -> new CompletableFuture<>());
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }

    /** What came of the tasks of one worker. */
    private static final class Tally {

        private int dispatched;
        private int refused;
        private final List<Long> nanos = new ArrayList<>();

        void add(Tally other) {
            dispatched += other.dispatched;
            refused += other.refused;
            nanos.addAll(other.nanos);
        }
    }
}
