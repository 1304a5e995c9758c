package org.carillon.sim.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.device.Hardware;

/**
 * Hardware facts as given.
 *
 * @param facts
 *            Long, String, Boolean or List of Strings by name
 */
public record FakeHardware(Map<String, Object> facts) implements Hardware {
    @Override
    public int number(String fact) {
        if (facts.get(fact) instanceof Number number) {
            return Math.toIntExact(number.longValue());
        }
        throw new IllegalArgumentException("the hardware has no number " + fact);
    }

    @Override
    public Optional<String> text(String fact) {
        return Optional.ofNullable(facts.get(fact)).map(Object::toString);
    }

    @Override
    public List<String> list(String fact) {
        return facts.get(fact) instanceof List<?> list ? list.stream().map(Object::toString).toList() : List.of();
    }
}
