package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutgoingBytesTest {

    @Test
    void tellsWhatWaitsToBeSentFromWhatIsReceived() {
        InflightBudget budget = new InflightBudget(1_000);
        InflightBudget.Sender sender = new Silent();

        budget.incoming(sender, 300);
        budget.outgoing(50);
        budget.outgoing(20);
        assertThat(budget.usedBytes()).isEqualTo(370);
        assertThat(budget.outgoingBytes()).isEqualTo(70);

        budget.outgoing(-50);
        budget.done(sender, 300);
        assertThat(budget.usedBytes()).isEqualTo(20);
        assertThat(budget.outgoingBytes()).isEqualTo(20);
    }

    private static final class Silent implements InflightBudget.Sender {

        @Override
        public long receivedBytes() {
            return 0;
        }

        @Override
        public void readingChanged() {}
    }
}
