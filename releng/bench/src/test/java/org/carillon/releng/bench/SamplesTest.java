package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void ranksBySize() {
        Samples thousand = Samples.of(LongStream.rangeClosed(1, 1000).map(i -> 1001 - i).toArray());
        assertThat(thousand.rank(1)).isEqualTo(1);
        assertThat(thousand.rank(500)).isEqualTo(500);
        assertThat(thousand.rank(990)).isEqualTo(990);
        assertThat(thousand.rank(999)).isEqualTo(999);
        assertThat(thousand.rank(1000)).isEqualTo(1000);
    }

    @Test
    void takesTheNextSampleWhereARankFallsBetweenTwo() {
        Samples three = Samples.of(30, 10, 20);
        assertThat(three.rank(1)).isEqualTo(10);
        assertThat(three.rank(333)).isEqualTo(10);
        assertThat(three.rank(334)).isEqualTo(20);
        assertThat(three.rank(500)).isEqualTo(20);
        assertThat(three.rank(999)).isEqualTo(30);
    }

    @Test
    void writesMilliseconds() {
        Samples samples = Samples.of(1_234_567, 45_670_000, 789_600_000);
        assertThat(samples.spread()).isEqualTo("45.7 (1.23 to 790)");
        assertThat(samples.tails()).isEqualTo("45.7 / 790");
        assertThat(samples.farTails()).isEqualTo("45.7 / 790 / 790, max 790");
        assertThat(Samples.of().spread()).isEqualTo("-");
    }

    @Test
    void leavesTheFirstOut() {
        assertThat(Samples.after(1, new long[]{9, 3, 2}).nanos()).containsExactly(2, 3);
        assertThat(Samples.after(1, new long[0]).isEmpty()).isTrue();
    }
}
