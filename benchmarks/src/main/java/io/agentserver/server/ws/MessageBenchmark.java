package io.agentserver.server.ws;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.AipLimits;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.SessionState;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.MessageRouter;
import io.agentserver.server.hub.Refusals;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.ServerObservers;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.logging.EventLog;
import io.agentserver.server.metrics.HubMetrics;
import io.agentserver.server.session.MemoryResultStore;
import io.agentserver.server.session.Sessions;
import io.agentserver.server.session.TaskResults;
import io.agentserver.server.state.EventJournal;
import io.agentserver.server.state.Measurements;
import io.agentserver.server.state.Snapshots;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What a message costs between the frame decoder and the socket: UTF-8 check, parsing, the checks of the router, all
 * observers of a hub, and, for a heartbeat, the reply as the frame that is handed to the channel. It is in this package
 * because connections are private to it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageBenchmark {

    private static final String ID = "device-00001";

    private final Scheduler scheduler = Schedulers.newSingle("timer", true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientConnection connection;
    private final TextWebSocketFrame heartbeat = frame("heartbeat");
    private final TextWebSocketFrame deviceInfo = frame("device_info_response");
    private final ChannelHandlerContext context;

    /** A connection as the hub has it, whose client has registered. */
    public MessageBenchmark() {
        AgentServerConfig config = AgentServerConfig.defaults();
        AipCodec codec = AipCodec.create(
                AipLimits.defaults().withMaxStringBytes(config.limits().messageBytes()));
        Timing timing = new Timing(Clock.systemUTC(), System::nanoTime, scheduler);
        ClientRegistry registry = new ClientRegistry();
        Measurements measurements = new Measurements(timing);
        Snapshots snapshots = new Snapshots(
                config.limits().onlineClientsInHealth(),
                registry,
                Map::<SessionState, Integer>of,
                measurements::statistics,
                timing);
        ServerObserver observer = new ServerObservers(List.of(
                snapshots,
                measurements,
                new EventLog(),
                new EventJournal(scheduler),
                HubMetrics.in(null, timing.nanoTime()).observer()));
        ServerFrames frames = new ServerFrames(codec, timing.clock());
        Refusals refusals = new Refusals(frames, observer);
        TaskResults results = new TaskResults(new MemoryResultStore(config.sessions(), timing), observer, timing);
        Sessions sessions = new Sessions(
                config,
                new DelegateEngine(),
                new Sessions.Surroundings(registry, frames, refusals, timing, observer, results));
        Hub hub = new Hub(config, registry, frames, timing, sessions, observer);
        MessageRouter router = new MessageRouter(registry, frames, sessions, refusals, observer);
        InflightBudget inflight = new InflightBudget(config.limits().inflightBytes());
        ConnectionServices services =
                new ConnectionServices(config, codec, hub, router, frames, observer, timing, inflight);
        Sweep sweep = new Sweep(channel.eventLoop(), Duration.ofDays(1));
        ReceiveMeter meter = new ReceiveMeter();
        connection = new ClientConnection(channel, services, sweep, meter);
        channel.pipeline().addLast(meter, connection);
        context = channel.pipeline().context(connection);
    }

    /** Registers; fails when that is not answered. */
    @Setup
    public void register() {
        receive(frame("register"));
        if (reply() == 0) {
            throw new IllegalStateException("The registration was not confirmed");
        }
        receive(heartbeat);
        if (reply() == 0) {
            throw new IllegalStateException("The heartbeat was not answered");
        }
    }

    @TearDown
    public void close() {
        channel.finishAndReleaseAll();
        scheduler.dispose();
    }

    /** A heartbeat: parsed, routed, answered. */
    @Benchmark
    public int answerHeartbeat() {
        receive(heartbeat);
        return reply();
    }

    /** A message that needs no answer: parsed and routed. */
    @Benchmark
    public int parseAndRoute() {
        receive(deviceInfo);
        return reply();
    }

    private void receive(TextWebSocketFrame frame) {
        connection.channelRead(context, frame);
        connection.channelReadComplete(context);
    }

    /** Takes what was written, as a socket would, and tells its length. */
    private int reply() {
        int bytes = 0;
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            bytes += part.readableBytes();
            part.release();
        }
        return bytes;
    }

    /** With all fourteen keys, as the original's client sends them: some 300 bytes. It can be read again and again. */
    private static TextWebSocketFrame frame(String type) {
        String text = """
                {"type":"%s","status":"ok","client_type":"device","session_id":null,"task_name":null,"client_id":"%s",\
                "target_id":null,"request":null,"action_results":null,"timestamp":"2026-01-01T00:00:00.000000+00:00",\
                "request_id":null,"prev_response_id":null,"error":null,"metadata":null}""".formatted(type, ID);
        return new TextWebSocketFrame(
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))));
    }
}
