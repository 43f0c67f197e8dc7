package io.agentserver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaksTest {

    @BeforeAll
    static void everyBufferCounts() {
        assertThat(ResourceLeakDetector.getLevel())
                .as("run with -Dio.netty.leakDetection.level=paranoid, as the build does")
                .isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void findsABufferThatNobodyReleased() throws InterruptedException {
        allocate();

        assertThat(Leaks.take()).singleElement().asString().contains("LEAK: ByteBuf", "LeaksTest.allocate");
    }

    @Test
    void findsNothingWhenAllIsReleased() throws InterruptedException {
        allocate().release();

        assertThat(Leaks.take()).isEmpty();
    }

    private static ByteBuf allocate() {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
        return buffer.writeByte(1);
    }
}
