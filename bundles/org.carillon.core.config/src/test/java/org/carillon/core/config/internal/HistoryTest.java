package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static Past past(int number, int changes) {
        return new Past(number, number, "ctl", IntStream.range(0, changes).mapToObj(i -> new Change(Layer.USER, "Id" + i, null)).toList());
    }

    @Test
    void theLastTwentyAreKeptTheLastOneFirst() {
        History history = new History();
        IntStream.rangeClosed(1, 25).forEach(number -> history.add(past(number, 1)));
        assertThat(history.pasts()).extracting(Past::sequence).hasSize(20).startsWith(25L, 24L).endsWith(6L);
    }

    @Test
    void largeOnesDriveOutOldOnes() {
        History history = new History();
        IntStream.rangeClosed(1, 6).forEach(number -> history.add(past(number, History.MOST_CHANGES / 4)));
        assertThat(history.pasts()).extracting(Past::sequence).containsExactly(6L, 5L, 4L, 3L);
        history.add(past(7, 3 * History.MOST_CHANGES));
        assertThat(history.pasts()).extracting(Past::sequence).containsExactly(7L);
    }

    @Test
    void whatNetworksTellIsNoHistory() {
        State state = State.EMPTY.with(List.of(new Change(Layer.NETWORK, "A", new Entry("1", false, "dhcp")),
                new Change(Layer.MAC, "A", new Entry("2", false, "m.xml:1"))));
        List<Change> changes = List.of(new Change(Layer.NETWORK, "A", null), new Change(Layer.MAC, "A", null), new Change(Layer.USER, "A",
                new Entry("3", false, "ctl")));
        assertThat(Past.of(1, 2, "x", changes, state::get).back()).containsExactly(
                new Change(Layer.MAC, "A", new Entry("2", false, "m.xml:1")), new Change(Layer.USER, "A", null));
        History history = new History();
        history.add(Past.of(1, 2, "dhcp", changes.subList(0, 1), state::get));
        assertThat(history.pasts()).isEmpty();
    }
}
