package org.carillon.sim.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.carillon.api.line.Line;
import org.carillon.api.line.Lines;

/** Lines as put. */
public final class FakeLines implements Lines {
    private final Map<Integer, Line> lines = new ConcurrentSkipListMap<>();

    public FakeLines put(Line line) {
        lines.put(line.account(), line);
        return this;
    }

    /** Puts a line of user {@code 100N} at {@code pbx.example.com} over UDP. */
    public FakeLines put(int account, Line.State state) {
        int code = switch (state) {
            case REGISTERED -> 200;
            case FAILED -> 403;
            default -> 0;
        };
        return put(new Line(account, "Line " + account, "100" + account, "", "pbx.example.com", state, "pbx.example.com:5060", "udp", 0,
                code, code == 403 ? "Forbidden" : ""));
    }

    @Override
    public List<Line> all() {
        return List.copyOf(lines.values());
    }

    @Override
    public Optional<Line> get(int account) {
        return Optional.ofNullable(lines.get(account));
    }
}
