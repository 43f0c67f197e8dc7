package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyHashTest {

    @Test
    @DisplayName("names that String.hashCode cannot tell apart do not meet")
    void tellsApartWhatOthersDoNot() {
        KeyHash hash = new KeyHash(new Random(1));
        Set<Integer> places = new HashSet<>();
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            hashes.add(hash.of(name.toString()));
            places.add((int) hash.of(name.toString()) & 0xFFF);
        }
        assertThat(hashes).hasSize(1 << 12);
        // Of as many places as texts, 63 of 100 are taken by chance.
        assertThat(places).hasSizeGreaterThan(2_400);
    }

    @Test
    @DisplayName("it is the polynomial that it claims to be")
    void isAPolynomial() {
        BigInteger prime = BigInteger.TWO.pow(61).subtract(BigInteger.ONE);
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            long seed = random.nextLong();
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, 0x1_0000).forEach(c -> text.append((char) c));
            BigInteger base = BigInteger.valueOf(0x1_0000 + (new Random(seed).nextLong() & (prime.longValue() >>> 1)));
            BigInteger wanted = BigInteger.valueOf(text.length());
            for (char c : text.toString().toCharArray()) {
                wanted = wanted.multiply(base).add(BigInteger.valueOf(c)).mod(prime);
            }
            assertThat(new KeyHash(new Random(seed)).of(text.toString())).isEqualTo(wanted.longValue());
        }
    }
}
