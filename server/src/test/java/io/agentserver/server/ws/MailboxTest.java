package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.testkit.Together;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract 1.3: one writer, and what follows something leaves after it; on real event loops, within this process. */
class MailboxTest {

    private static EventLoopGroup loops;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger overflows = new AtomicInteger();
    private final Ear ear = new Ear();
    private Channel listener;
    private Channel client;
    private Channel channel;
    private Mailbox mailbox;
    private InflightBudget inflight;

    @BeforeAll
    static void start() {
        // Plain threads: BlockHound does not know that a loop without sockets has to wait.
        loops = new MultiThreadIoEventLoopGroup(2, (ThreadFactory) Thread::new, LocalIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @BeforeEach
    void connect() throws Exception {
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        LocalAddress address = new LocalAddress(MailboxTest.class);
        listener = new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        accepted.complete(ch);
                    }
                })
                .bind(address)
                .sync()
                .channel();
        client = new Bootstrap()
                .group(loops)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address)
                .sync()
                .channel();
        channel = accepted.get(10, TimeUnit.SECONDS);
        inflight = new InflightBudget(Long.MAX_VALUE);
        mailbox = new Mailbox(channel, new Outbox(channel, 1_000_000, inflight), overflows::incrementAndGet);
        channel.pipeline().addLast(ear);
    }

    @AfterEach
    void disconnect() {
        client.close().syncUninterruptibly();
        channel.close().syncUninterruptibly();
        listener.close().syncUninterruptibly();
    }

    @Test
    @DisplayName("messages of threads that hand over to each other leave in that order")
    void keepsTheOrderOfHandovers() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            say("a" + i);
            onLoop(() -> say("b"));
            say("c" + i);
            expected.addAll(List.of("a" + i, "b", "c" + i));
        }

        assertThat(hear(expected.size())).isEqualTo(expected);
    }

    @Test
    @DisplayName("messages of each of several threads leave in its own order, and all leave")
    void keepsTheOrderOfEachThread() throws Exception {
        int each = 3_000;
        try (Together together = new Together()) {
            together.run(() -> count("x", each), () -> count("y", each), () -> {
                for (int i = 0; i < each; i++) {
                    int n = i;
                    channel.eventLoop().execute(() -> say("z" + n));
                }
            });
        }

        List<String> all = hear(3 * each);
        for (String thread : List.of("x", "y", "z")) {
            List<String> own =
                    all.stream().filter(text -> text.startsWith(thread)).toList();
            assertThat(own).hasSize(each);
            for (int i = 0; i < each; i++) {
                assertThat(own.get(i)).isEqualTo(thread + i);
            }
        }
        assertThat(inflight.usedBytes()).isZero();
    }

    @Test
    @DisplayName("what is run after a message was queued runs after it, whoever asks")
    void runsAfterWhatWasQueued() throws Exception {
        List<Integer> writtenBefore = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            say("m" + i);
            mailbox.run(() -> writtenBefore.add(ear.total));
        }

        hear(1_000);
        onLoop(() -> {});
        assertThat(writtenBefore).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(writtenBefore.get(i)).isGreaterThan(i);
        }
    }

    @Test
    @DisplayName("close against send: what is sent after the close is dropped, nothing is left over")
    void closesWhileOthersSend() throws Exception {
        try (Together together = new Together()) {
            together.run(() -> count("x", 2_000), () -> mailbox.run(mailbox::close));
        }
        channel.writeAndFlush(frame("end"));

        List<String> all = new ArrayList<>();
        for (String text = heard.poll(10, TimeUnit.SECONDS);
                !"end".equals(text);
                text = heard.poll(10, TimeUnit.SECONDS)) {
            all.add(text);
        }
        assertThat(all)
                .isEqualTo(IntStream.range(0, all.size()).mapToObj(i -> "x" + i).toList());
        assertThat(heard).isEmpty();
        assertThat(overflows).hasValue(0);
        assertThat(inflight.usedBytes()).isZero();
    }

    private void count(String thread, int to) {
        for (int i = 0; i < to; i++) {
            say(thread + i);
        }
    }

    private void say(String text) {
        mailbox.send(RawJson.ofString(text));
    }

    private void onLoop(Runnable task) throws Exception {
        channel.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
    }

    private List<String> hear(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            String text = heard.poll(10, TimeUnit.SECONDS);
            assertThat(text).as("message %d of %d", all.size() + 1, count).isNotNull();
            all.add(text);
        }
        return all;
    }

    private static ByteBuf frame(String text) {
        byte[] json = RawJson.ofString(text).toByteArray();
        return Unpooled.buffer().writeByte(0x81).writeByte(json.length).writeBytes(json);
    }

    /** Hears frames of less than 126 bytes once they are flushed. */
    private final class Ear extends ChannelOutboundHandlerAdapter {
        private final List<String> written = new ArrayList<>();
        private int total;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf frame = (ByteBuf) message;
            String json = frame.toString(2, frame.readableBytes() - 2, StandardCharsets.UTF_8);
            written.add(json.substring(1, json.length() - 1));
            total++;
            frame.release();
            promise.trySuccess();
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            heard.addAll(written);
            written.clear();
        }
    }
}
