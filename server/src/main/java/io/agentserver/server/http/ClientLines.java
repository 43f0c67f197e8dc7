package io.agentserver.server.http;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.hub.RegisteredClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Clients as {@code /api/clients} lists them, encoded but for the seconds, which change all the time: those are written when
 * the list is sent. So reading thousands of clients every second makes no garbage, which a small heap would feel. Immutable.
 */
final class ClientLines {

    private static final byte[] OPEN = ascii("{\"clients\":[");
    private static final int ID_START = "{\"client_id\":".length();

    /** Which clients these are; the clients themselves, with their connections, must not live as long as this. */
    private final long[] sequences;

    /** Of each client, up to the value of {@code uptime_seconds}. */
    private final byte[][] lines;

    /** Where in its line the id of each client ends. */
    private final int[] idEnds;

    private final long[] connectedMillis;

    private ClientLines(int count) {
        this.sequences = new long[count];
        this.lines = new byte[count][];
        this.idEnds = new int[count];
        this.connectedMillis = new long[count];
    }

    /**
     * Encodes clients.
     *
     * @param clients in the order of registration
     * @param known lines of which those of the same clients are taken; null when there are none
     */
    static ClientLines of(List<RegisteredClient> clients, @Nullable ClientLines known) {
        ClientLines all = new ClientLines(clients.size());
        int at = 0;
        for (int i = 0; i < all.lines.length; i++) {
            RegisteredClient client = clients.get(i);
            all.sequences[i] = client.sequence();
            while (known != null && at < known.size() && known.sequences[at] < client.sequence()) {
                at++;
            }
            if (known != null && at < known.size() && known.sequences[at] == client.sequence()) {
                all.lines[i] = known.lines[at];
                all.idEnds[i] = known.idEnds[at];
                all.connectedMillis[i] = known.connectedMillis[at];
            } else {
                all.encode(i, client.info());
            }
        }
        return all;
    }

    /**
     * The body of the answer as of that time.
     *
     * @param total how many match
     * @param next the cursor of the next page; null when there is none
     */
    Payload payload(Instant now, int total, @Nullable String next) {
        Body body = new Body(now.toEpochMilli(), total, next);
        return new Payload(body.length(), body::pieces);
    }

    int size() {
        return lines.length;
    }

    private void encode(int index, ClientInfo client) {
        JsonText line = new JsonText(160).object();
        ClientsEndpoint.writeFixed(line, client);
        lines[index] = line.name("uptime_seconds").utf8();
        idEnds[index] = ID_START + new JsonText(48).value(client.clientId()).utf8().length;
        connectedMillis[index] = client.connectedAt().toEpochMilli();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** All of it at one time, to be written as often as it is asked for. */
    private final class Body {

        private final long nowMillis;
        private final byte[] between;
        private final byte[] end;

        Body(long nowMillis, int total, @Nullable String next) {
            this.nowMillis = nowMillis;
            this.between = ascii("],\"total\":" + total + ",\"online_clients\":[");
            this.end = ascii(next == null ? "]}" : "],\"next_cursor\":" + new JsonText(32).value(next) + "}");
        }

        int length() {
            int commas = 2 * Math.max(0, lines.length - 1);
            int sum = OPEN.length + between.length + end.length + commas;
            for (int i = 0; i < lines.length; i++) {
                sum += lines[i].length + digits(seconds(i)) + 1 + idEnds[i] - ID_START;
            }
            return sum;
        }

        Iterator<ByteBuf> pieces(ByteBufAllocator allocator) {
            return new Pieces(this, allocator);
        }

        private long seconds(int client) {
            return Math.max(0, (nowMillis - connectedMillis[client]) / 1_000);
        }

        /** Writes the beginning, a client, what is between, an id, or the end. */
        void write(int step, ByteBuf out) {
            int count = lines.length;
            if (step == 0) {
                out.writeBytes(OPEN);
            }
            if (step < count) {
                comma(step, out);
                out.writeBytes(lines[step]);
                number(seconds(step), out);
                out.writeByte('}');
            } else if (step == count) {
                out.writeBytes(between);
            } else if (step <= 2 * count) {
                int client = step - count - 1;
                comma(client, out);
                out.writeBytes(lines[client], ID_START, idEnds[client] - ID_START);
            } else {
                out.writeBytes(end);
            }
        }

        int steps() {
            return 2 * lines.length + 2;
        }

        private static void comma(int index, ByteBuf out) {
            if (index > 0) {
                out.writeByte(',');
            }
        }

        private static int digits(long number) {
            int digits = 1;
            for (long rest = number / 10; rest > 0; rest /= 10) {
                digits++;
            }
            return digits;
        }

        private static void number(long number, ByteBuf out) {
            int start = out.writerIndex();
            int digits = digits(number);
            out.writeZero(digits);
            long rest = number;
            for (int at = start + digits - 1; at >= start; at--) {
                out.setByte(at, '0' + (int) (rest % 10));
                rest /= 10;
            }
        }
    }

    /** Writes piece by piece. */
    private static final class Pieces implements Iterator<ByteBuf> {

        private final Body body;
        private final ByteBufAllocator allocator;
        private int step;

        Pieces(Body body, ByteBufAllocator allocator) {
            this.body = body;
            this.allocator = allocator;
        }

        @Override
        public boolean hasNext() {
            return step < body.steps();
        }

        @Override
        public ByteBuf next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            // A little more than a piece: the last client of it goes whole.
            ByteBuf piece = allocator.buffer(Payload.PIECE_BYTES + 256);
            while (hasNext() && piece.readableBytes() < Payload.PIECE_BYTES) {
                body.write(step++, piece);
            }
            return piece;
        }
    }
}
